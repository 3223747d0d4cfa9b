import type { Event } from "../../core/event.ts";
import {
  type EffectId,
  type PopupId,
  type SessionId,
  type Tier,
  ticketId,
  type TicketId,
} from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import type { Ticket } from "../../core/planning/ticket.ts";
import type { Findings } from "./verdict.ts";

/**
 * No more tickets are at work than there are workers; a ticket whose popup nobody is there to answer does not count. None is
 * started while the workers' provider is unreachable, and no ticket is ready beside a free slot when the run begins to wait.
 */
export function checkSlots(log: readonly Event[], { exercise, breach }: Findings): void {
  let workers = Infinity;
  let models: Settings["models"] | null = null;
  let startsByItself = true;
  /** In step mode, the tickets that a person or a rule lets start. */
  const stepped = new Set<TicketId>();
  const todo = new Map<TicketId, Ticket>();
  const done = new Set<TicketId>();
  const claimed = new Set<TicketId>();
  const parked = new Set<TicketId>();
  /** Paused sessions, of any tier, that use the same server as the workers. */
  const paused = new Set<SessionId>();
  const popups = new Map<PopupId, TicketId>();
  const intents = new Map<EffectId, { readonly type: string; readonly ticketId: TicketId }>();
  /** Tickets whose preparation failed. They queue again when the run is resumed. */
  const unprepared = new Set<TicketId>();
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        ({ workers, models } = event.settings);
        startsByItself = event.settings.mode === "auto";
        break;
      case "run.resumed":
        parked.clear();
        paused.clear();
        for (const ticketId of unprepared) claimed.delete(ticketId);
        unprepared.clear();
        break;
      case "tickets.accepted":
        for (const ticket of event.tickets) todo.set(ticket.id, ticket);
        break;
      case "preparation.started":
        if (!claimed.has(event.ticketId))
          breach(`event ${event.seq}: ${event.ticketId} is made ready, and has no slot`);
        intents.set(event.seq, { type: event.type, ticketId: event.ticketId });
        break;
      case "check.started":
      case "commit.started":
      case "comparison.started":
      case "merge.started":
        intents.set(event.seq, { type: event.type, ticketId: event.ticketId });
        break;
      case "tool.started":
        intents.set(event.seq, { type: event.type, ticketId: ticketOf(event.sessionId) });
        break;
      case "effect.failed": {
        const intent = intents.get(event.effectId);
        if (intent === undefined || !claimed.has(intent.ticketId)) break;
        parked.add(intent.ticketId);
        if (intent.type === "preparation.started" && event.failure.code !== "tree-lost")
          unprepared.add(intent.ticketId);
        break;
      }
      case "attempt.failed":
        // It begins again at once, in a new tree; one that is lost again pauses.
        if (event.failure.code === "tree-lost") parked.delete(event.ticketId);
        break;
      case "session.paused":
        if (models !== null && asksTheWorkersServer(event.sessionId, models))
          paused.add(event.sessionId);
        if (/^tier[34]:/.test(event.sessionId) && claimed.has(ticketOf(event.sessionId)))
          parked.add(ticketOf(event.sessionId));
        break;
      case "ticket.claimed": {
        exercise();
        todo.delete(event.ticketId);
        claimed.add(event.ticketId);
        const busy = claimed.size - parked.size;
        if (busy > workers)
          breach(
            `event ${event.seq}: ${busy} tickets are at work, and there are ${workers} workers`,
          );
        const [away] = paused;
        if (away !== undefined)
          breach(
            `event ${event.seq}: ${event.ticketId} starts while the provider of ${away} is away`,
          );
        break;
      }
      case "ticket.done":
      case "ticket.failed":
      case "ticket.blocked":
        if (event.type === "ticket.done") done.add(event.ticketId);
        todo.delete(event.ticketId);
        claimed.delete(event.ticketId);
        parked.delete(event.ticketId);
        for (const tier of ["tier3", "tier4"])
          for (const id of paused)
            if (id.startsWith(`${tier}:${event.ticketId}:`)) paused.delete(id);
        break;
      case "popup.opened":
        if (event.popup.ticketId !== null) popups.set(event.popup.id, event.popup.ticketId);
        break;
      case "popup.shown": {
        const ticketId = popups.get(event.popupId);
        if (event.attended || ticketId === undefined || !claimed.has(ticketId)) break;
        parked.add(ticketId);
        break;
      }
      case "rule.applied":
        if (event.subject.kind === "step" && event.action === "allow") stepped.add(event.ticketId!);
        break;
      case "popup.decided":
      case "popup.expired": {
        const ticketId = popups.get(event.popupId);
        if (ticketId === undefined) break;
        if (event.popupId.startsWith("step:")) stepped.add(ticketId);
        popups.delete(event.popupId);
        parked.delete(ticketId);
        break;
      }
      case "run.ended": {
        if (event.outcome !== "waiting" || paused.size > 0) break;
        if (claimed.size - parked.size >= workers) break;
        for (const { id, dependsOn } of todo.values()) {
          if (!startsByItself && !stepped.has(id)) continue;
          exercise();
          if (dependsOn.every((dependency) => done.has(dependency)))
            breach(`event ${event.seq}: the run waits, and ${id} was not started in a free slot`);
        }
        break;
      }
      default:
    }
  }
}

function asksTheWorkersServer(id: SessionId, models: Settings["models"]): boolean {
  const its = models[id.split(":")[0] as Tier];
  return its.provider === models.tier3.provider && its.baseUrl === models.tier3.baseUrl;
}

const ticketOf = (sessionId: SessionId): TicketId => ticketId(sessionId.split(":")[1] ?? "");
