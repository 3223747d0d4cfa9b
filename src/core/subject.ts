import type { Event, EventOf } from "./event.ts";
import type { PopupId, SessionId, TicketId, TrackId } from "./ids.ts";
import type { State } from "./state.ts";

/**
 * A part of the run that an event may have given something to do next. `slots` and `merges` are shared by all tickets;
 * `run` is looked at last, when no other subject has anything to do.
 */
export type Subject =
  | { readonly on: "plan" }
  | { readonly on: "track"; readonly id: TrackId }
  | { readonly on: "ticket"; readonly id: TicketId }
  | { readonly on: "session"; readonly id: SessionId }
  | { readonly on: "popup"; readonly id: PopupId }
  | { readonly on: "slots" }
  | { readonly on: "merges" }
  | { readonly on: "run" };

const plan: Subject = { on: "plan" };
const slots: Subject = { on: "slots" };
const merges: Subject = { on: "merges" };
const ticket = (id: TicketId): Subject => ({ on: "ticket", id });
const session = (id: SessionId): Subject => ({ on: "session", id });
const none: readonly Subject[] = [];

/** The subjects that an event concerns; `state` is the state after it. */
export function touchedBy(state: State, event: Event): readonly Subject[] {
  switch (event.type) {
    case "stream.deltas":
    case "answer.refused":
    case "intervention.received":
    case "intervention.refused":
    case "run.interrupted":
    case "run.ended":
    case "survey.started":
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
    case "model.started":
    case "tool.started":
    case "timer.started":
    case "effect.abandoned":
    case "prompt.cut":
      return none;
    case "popup.asked":
      return [{ on: "popup", id: event.popupId }];
    case "effect.failed":
      return [
        ...[...state.claimed].filter((id) => state.tickets.get(id)!.stage === "lost").map(ticket),
        slots,
        merges,
      ];
    case "run.started":
    case "survey.ended":
    case "tracks.proposed":
      return [plan];
    case "run.resumed":
      return everything(state);
    case "tracks.accepted":
      return event.tracks.map(({ id }) => ({ on: "track", id }));
    case "tickets.proposed":
      return [{ on: "track", id: event.trackId }];
    case "tickets.accepted":
      return [slots, ...event.tickets.map(({ id }) => ticket(id))];
    case "plan.refused":
    case "plan.failed":
      return event.trackId === null ? [plan] : [{ on: "track", id: event.trackId }];
    case "ticket.retried":
      return [ticket(event.ticketId), slots];
    case "ticket.claimed":
      return [ticket(event.ticketId), slots];
    case "preparation.ended":
    case "attempt.started":
      return [ticket(event.ticketId)];
    case "attempt.failed":
    case "check.ended":
    case "commit.ended":
    case "comparison.ended":
    case "merge.ended":
      return [ticket(event.ticketId), merges];
    case "ticket.done":
      // In step mode those that have become ready wait for their step; in auto mode they are in the queue.
      return [
        ...state.tickets
          .get(event.ticketId)!
          .dependents.filter((id) => state.tickets.get(id)!.stage === "ready")
          .map(ticket),
        slots,
        merges,
      ];
    case "ticket.failed":
    case "ticket.blocked":
      return [...state.tickets.get(event.ticketId)!.dependents.map(ticket), slots, merges];
    case "leftovers.returned":
      return [session(event.sessionId)];
    case "session.opened":
    case "message.added":
    case "results.returned":
    case "instructions.given":
    case "context.trimmed":
    case "server.learned":
      return [session(event.sessionId)];
    case "stream.completed":
    case "stream.discarded":
      return [
        session(event.unit.sessionId),
        ...owner(state, event.unit.sessionId),
        ...heldBack(state),
      ];
    case "session.paused":
      return [slots, merges, ...heldBack(state)];
    case "session.failed":
      return owner(state, event.sessionId);
    case "tool.ended":
      return [session(event.sessionId)];
    case "call.repeated":
      return [];
    case "timer.ended":
      return event.purpose.type === "retry"
        ? [session(event.purpose.sessionId)]
        : [{ on: "popup", id: event.purpose.popupId }];
    case "rule.applied":
      return atRuledGate(state, event);
    case "popup.opened":
      return [{ on: "popup", id: event.popup.id }, merges];
    case "popup.shown":
      return [{ on: "popup", id: event.popupId }, slots];
    case "popup.decided": {
      const waiting = atGate(state, event.popupId, null);
      return event.decision.type === "always" ? [...waiting, ...openPopups(state)] : waiting;
    }
    case "popup.expired":
      return atGate(state, event.popupId, null);
  }
}

/** A rule decides at once: no slot was given up and no merge was held meanwhile. */
function atRuledGate(state: State, event: EventOf<"rule.applied">): readonly Subject[] {
  const { subject, ticketId } = event;
  switch (subject.kind) {
    case "spawn":
    case "check":
      return [ticket(ticketId!)];
    case "step":
      return [ticket(ticketId!), slots];
    case "merge":
      return [ticket(ticketId!), merges];
    default:
      return atGate(state, event.gate, ticketId);
  }
}

/** The subjects that wait at a gate, read from its id. */
function atGate(state: State, gate: PopupId, id: TicketId | null): readonly Subject[] {
  const [kind, name] = gate.split(":");
  switch (kind) {
    case "tracks":
      return [plan];
    case "tickets":
      return [{ on: "track", id: name as TrackId }];
    case "budget":
      return [slots, ...[...state.dueSessions].map(session)];
    default: {
      const owner = id ?? (name as TicketId);
      const attempt = state.tickets.get(owner)?.attempt;
      return [ticket(owner), session(`tier3:${owner}:${attempt}` as SessionId), slots, merges];
    }
  }
}

/** Calls that the budget held back may go out when another has ended, or the limit was raised. */
const heldBack = (state: State): readonly Subject[] =>
  state.budget.tokens === null && state.budget.costUsd === null
    ? none
    : [...state.dueSessions].map(session);

function owner(state: State, id: SessionId): readonly Subject[] {
  const { seat } = state.sessions.get(id)!;
  switch (seat.tier) {
    case "tier1":
      return [plan];
    case "tier2":
      return [{ on: "track", id: seat.trackId }];
    case "tier3":
    case "tier4":
      return [ticket(seat.ticketId)];
  }
}

const openPopups = (state: State): readonly Subject[] =>
  [...state.openPopups.keys()].map((id) => ({ on: "popup", id }));

function everything(state: State): readonly Subject[] {
  return [
    plan,
    ...[...state.tracks.keys()].map((id): Subject => ({ on: "track", id })),
    ...[...state.tickets.keys()].map(ticket),
    ...[...state.sessions.keys()].map(session),
    ...openPopups(state),
    slots,
    merges,
  ];
}
