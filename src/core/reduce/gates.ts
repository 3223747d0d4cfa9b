import { assertNever } from "../assert-never.ts";
import type { EventOf, RuledSubject } from "../event.ts";
import type { PopupId, TicketId } from "../ids.ts";
import type { Decision } from "../gates/decision.ts";
import type { Popup } from "../gates/popup.ts";
import { goOnWithCommit } from "./commits.ts";
import { queue } from "./plans.ts";
import type { Gate, State } from "../state.ts";

type GateEvent = EventOf<
  | "rule.applied"
  | "popup.opened"
  | "popup.asked"
  | "popup.shown"
  | "popup.decided"
  | "popup.expired"
  | "answer.refused"
>;

export function reduceGate(state: State, event: GateEvent): void {
  switch (event.type) {
    case "rule.applied":
      state.gates.set(event.gate, {
        id: event.gate,
        status: event.action === "allow" ? "allowed" : "denied",
        decision: null,
        payload: event.subject.payload,
        payloadHash: event.payloadHash,
        reason: event.action === "deny" ? "a rule denies it" : "",
      });
      if (event.action === "allow") passed(state, event.subject.kind, event.ticketId);
      return;
    case "popup.opened": {
      const { popup } = event;
      state.gates.set(popup.id, {
        id: popup.id,
        status: "open",
        decision: null,
        payload: popup.payload,
        payloadHash: popup.payloadHash,
        reason: "",
      });
      state.openPopups.set(popup.id, { popup, ask: null, attended: null, timer: null });
      if (popup.kind === "merge") releaseMerge(state, popup.ticketId);
      return;
    }
    case "popup.asked": {
      state.unsettled.set(event.seq, event);
      const open = state.openPopups.get(event.popupId);
      if (open !== undefined) open.ask = event.seq;
      return;
    }
    case "popup.shown": {
      state.unsettled.delete(event.effectId);
      const open = state.openPopups.get(event.popupId);
      if (open === undefined) return;
      open.attended = event.attended;
      const { ticketId } = open.popup;
      if (!event.attended && ticketId !== null && state.claimed.has(ticketId)) {
        state.parked.add(ticketId);
      }
      return;
    }
    case "popup.decided":
      decide(state, event);
      return;
    case "popup.expired": {
      const { popup } = state.openPopups.get(event.popupId)!;
      const gate = close(state, event.popupId);
      gate.status = "expired";
      gate.reason = "nobody answered in time";
      decideTime(state, popup, gate);
      return;
    }
    case "answer.refused":
      return;
    default:
      assertNever(event);
  }
}

function decide(state: State, event: EventOf<"popup.decided">): void {
  const open = state.openPopups.get(event.popupId)!;
  const gate = close(state, event.popupId);
  const { decision } = event;
  const { popup } = open;
  gate.decision = decision;
  gate.status = permits(decision) ? "allowed" : "denied";
  gate.payloadHash = event.payloadHash;
  if (decision.type === "edit") gate.payload = decision.payload;
  if (decision.type === "reject") gate.reason = decision.reason;
  if (decision.type === "always") state.alwaysRules.push(popup.proposedRule!);
  if (decision.type === "raise") {
    state.budget = { tokens: decision.tokens, costUsd: decision.costUsd };
  }
  decideTime(state, popup, gate);
  if (popup.kind === "merge" && (decision.type === "take" || decision.type === "approve"))
    requeueMerge(state, popup.ticketId);
  if (gate.status === "allowed") passed(state, popup.kind, popup.ticketId);
}

/**
 * Where a popup is about time, an approval grants the same once more. A refusal for a run or a tier, or that nobody answers,
 * stops all; one for a ticket is seen to by its session.
 */
function decideTime({ time }: State, popup: Popup, { status }: Gate): void {
  const limit = popup.kind === "budget" ? popup.payload.time : undefined;
  if (limit === undefined) return;
  const name = limit.ticketId ?? limit.of;
  if (status === "allowed") time.granted.set(name, (time.granted.get(name) ?? 0) + 1);
  else if (limit.ticketId === null) time.isRefused = true;
}

/** A ticket that now has to wait in a queue, for a slot or for its merge, takes its place there. */
function passed(state: State, kind: RuledSubject["kind"], ticketId: TicketId | null): void {
  if (kind === "step") queue(state, state.tickets.get(ticketId!)!);
  if (kind === "leftovers") goOnWithCommit(state, state.tickets.get(ticketId!)!);
}

/** Whether what was asked about may go on, in one way or another. */
function permits(decision: Decision): boolean {
  switch (decision.type) {
    case "approve":
    case "edit":
    case "always":
    case "answer":
    case "happened":
    case "redo":
    case "raise":
    case "take":
    case "retry":
      return true;
    case "reject":
    case "abort":
    case "stop":
      return false;
  }
}

function close(state: State, id: PopupId): Gate {
  const { popup, ask, timer } = state.openPopups.get(id)!;
  state.openPopups.delete(id);
  // A popup that is decided before it was shown must not be shown any more.
  for (const effectId of [ask, timer]) if (effectId !== null) state.unsettled.delete(effectId);
  if (popup.ticketId !== null) state.parked.delete(popup.ticketId);
  if (popup.kind === "budget" && popup.payload.time === undefined) state.budgetRound++;
  return state.gates.get(id)!;
}

/** While a person thinks about one merge, others go ahead. */
function releaseMerge(state: State, id: TicketId): void {
  if (state.merging === id) state.merging = null;
}

/** The branch may have moved on meanwhile, so the ticket is compared with it once more. */
function requeueMerge(state: State, id: TicketId): void {
  const ticket = state.tickets.get(id)!;
  if (ticket.stage !== "compared") return;
  ticket.stage = "committed";
  state.mergeQueue.add(id);
}
