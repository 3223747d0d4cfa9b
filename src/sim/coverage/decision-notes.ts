import type { Event, EventOf } from "../../core/event.ts";
import type { FailureCode } from "../../core/failure.ts";
import { type PopupId, popupId, type SessionId, type TicketId } from "../../core/ids.ts";
import { type LogReader, newLogReader } from "./log-reader.ts";

/** How a gate stands: what it is about, and how it was decided, if it was. */
export interface GateNote {
  readonly kind: string;
  readonly status: "open" | "allowed" | "denied" | "expired";
  /** A person's decision; `null` where a rule decided, or nobody has. */
  readonly decision: EventOf<"popup.decided">["decision"]["type"] | null;
}

/** What a log has said so far, as far as it tells which of the core's decisions comes next. */
export interface DecisionNotes extends LogReader {
  readonly gates: ReadonlyMap<PopupId, GateNote>;
  /** The last gate of each call that is in doubt, by its id without the count of doubts. */
  readonly doubts: ReadonlyMap<PopupId, GateNote>;
  /** The gate of a ticket itself that was decided last. */
  readonly gateOfTicket: ReadonlyMap<TicketId, GateNote>;
  /** By ticket and session: its event before this one. */
  readonly before: ReadonlyMap<TicketId | SessionId, Event>;
  /** By session: how its last try ended. */
  readonly lastEnd: ReadonlyMap<SessionId, EventOf<"stream.completed" | "stream.discarded">>;
  /** The tool of each call, by session and call id. */
  readonly tools: ReadonlyMap<string, string>;
  /** Sessions whose last call that ended was a repeated one. */
  readonly repeating: ReadonlySet<SessionId>;
  /** Planners whose proposal stands: `null` is the run's own. */
  readonly proposed: ReadonlySet<string | null>;
  readonly failedSessions: ReadonlyMap<SessionId, FailureCode>;
  /** Tickets whose attempt has been checked. */
  readonly checked: ReadonlySet<TicketId>;
  /** Tickets that a person gave up without being asked. */
  readonly stopped: ReadonlySet<TicketId>;
  readonly ended: EventOf<"run.ended"> | null;
  readonly planFailed: boolean;
}

export const callKey = (sessionId: SessionId, callId: string): string => `${sessionId} ${callId}`;

export function newDecisionNotes(): DecisionNotes {
  const reader = newLogReader();
  const gates = new Map<PopupId, GateNote>();
  const doubts = new Map<PopupId, GateNote>();
  const gateOfTicket = new Map<TicketId, GateNote>();
  const before = new Map<TicketId | SessionId, Event>();
  const lastEnd = new Map<SessionId, EventOf<"stream.completed" | "stream.discarded">>();
  const tools = new Map<string, string>();
  const repeating = new Set<SessionId>();
  const proposed = new Set<string | null>();
  const failedSessions = new Map<SessionId, FailureCode>();
  const checked = new Set<TicketId>();
  let ended: EventOf<"run.ended"> | null = null;
  const stopped = new Set<TicketId>();
  let planFailed = false;

  function decide(id: PopupId, note: GateNote, ticketId: TicketId | null): void {
    gates.set(id, note);
    if (note.kind === "in-doubt") doubts.set(popupId(id.slice(0, id.lastIndexOf("."))), note);
    if (ticketId !== null && ticketGates.has(note.kind)) gateOfTicket.set(ticketId, note);
  }

  function take(event: Event): void {
    switch (event.type) {
      case "stream.deltas":
        for (const delta of event.deltas) {
          if (delta.type === "tool-use")
            tools.set(callKey(event.unit.sessionId, delta.callId), delta.tool);
        }
        return;
      case "stream.completed":
      case "stream.discarded":
        lastEnd.set(event.unit.sessionId, event);
        break;
      case "session.failed":
        failedSessions.set(event.sessionId, event.failure.code);
        break;
      case "rule.applied": {
        const status = event.action === "allow" ? "allowed" : "denied";
        decide(event.gate, { kind: event.subject.kind, status, decision: null }, event.ticketId);
        break;
      }
      case "popup.opened": {
        const { id, ticketId } = event.popup;
        decide(id, { kind: gateKindOf(event), status: "open", decision: null }, ticketId);
        break;
      }
      case "popup.decided": {
        const { kind } = gates.get(event.popupId)!;
        const { type } = event.decision;
        const status = refusals.has(type) ? "denied" : "allowed";
        decide(event.popupId, { kind, status, decision: type }, reader.ticketOf(event));
        break;
      }
      case "popup.expired": {
        const { kind } = gates.get(event.popupId)!;
        const note = { kind, status: "expired", decision: null } as const;
        decide(event.popupId, note, reader.ticketOf(event));
        break;
      }
      case "tool.ended":
        repeating.delete(event.sessionId);
        break;
      case "call.repeated":
        repeating.add(event.sessionId);
        break;
      case "tracks.proposed":
        proposed.add(null);
        break;
      case "tickets.proposed":
        proposed.add(event.trackId);
        break;
      case "plan.refused":
        proposed.delete(event.trackId);
        break;
      case "message.added": {
        // A plan that a person rejected is proposed anew.
        const { tier, trackId } = reader.seats.get(event.sessionId)!;
        if (tier === "tier1" || tier === "tier2") proposed.delete(trackId);
        break;
      }
      case "plan.failed":
        if (event.trackId === null) planFailed = true;
        break;
      case "attempt.started":
        checked.delete(event.ticketId);
        break;
      case "check.started":
        checked.add(event.ticketId);
        break;
      case "intervention.received":
        if (event.intervention.type === "stop") stopped.add(event.intervention.ticketId);
        break;
      case "run.ended":
        ended = event;
        break;
      case "run.resumed":
        ended = null;
        break;
      default:
    }
    reader.take(event);
    if ("sessionId" in event) before.set(event.sessionId, event);
    const ticketId = reader.ticketOf(event);
    if (ticketId !== null) before.set(ticketId, event);
  }

  return {
    ...reader,
    gates,
    doubts,
    gateOfTicket,
    before,
    lastEnd,
    tools,
    repeating,
    proposed,
    failedSessions,
    checked,
    stopped,
    get ended() {
      return ended;
    },
    get planFailed() {
      return planFailed;
    },
    take,
  };
}

/** A check that no rule decides is asked about as a call of the tool `check`. */
export const gateKindOf = ({ popup }: EventOf<"popup.opened">): string =>
  popup.kind === "tool" && popup.payload.tool === "check" ? "check" : popup.kind;

/** Gates of a ticket itself, not of its worker's calls. */
const ticketGates: ReadonlySet<string> = new Set(["step", "spawn", "check", "leftovers", "merge"]);

const refusals: ReadonlySet<string> = new Set(["reject", "abort", "stop"]);
