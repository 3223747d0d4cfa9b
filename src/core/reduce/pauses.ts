import type { Event } from "../event.ts";
import type { Failure } from "../failure.ts";
import type { SessionId, TicketId } from "../ids.ts";
import { enterPhase, type State } from "../state.ts";
import { callOf } from "./calls.ts";

/** How often a ticket whose tree is gone begins again by itself before a person has to look. */
const treesLostMax = 1;

/** An outside action failed: what it was for waits until the run is resumed, and others go on meanwhile. */
export function pauseFor(state: State, intent: Event, failure: Failure): void {
  if (intent.type === "survey.started") {
    state.survey = { ...state.survey, failure };
    state.abandoned.set(intent.seq, intent);
    return;
  }
  const ticketId =
    intent.type === "tool.started"
      ? state.sessions.get(intent.sessionId)!.seat.ticketId
      : "ticketId" in intent
        ? intent.ticketId
        : null;
  if (ticketId === null) return;
  const ticket = state.tickets.get(ticketId)!;
  if (ticket.stage === "final") return;
  if (state.merging === ticketId) state.merging = null;
  if (failure.code === "tree-lost") {
    // Whatever it was about to do, it needs a new tree first.
    ticket.stage = "lost";
    ticket.failure = failure;
    ticket.treesLost++;
    if (ticket.treesLost <= treesLostMax) return;
  } else {
    state.abandoned.set(intent.seq, intent);
    if (intent.type === "tool.started") {
      const call = callOf(state, intent);
      // It is known not to have been made, so nothing is in doubt.
      if (call !== null) call.status = "waiting";
    }
  }
  pauseTicket(state, ticketId, failure);
}

export function pauseSession(state: State, sessionId: SessionId, failure: Failure): void {
  const { ticketId } = state.sessions.get(sessionId)!.seat;
  state.pausedSessions.set(sessionId, failure);
  if (ticketId !== null) pauseTicket(state, ticketId, failure);
}

function pauseTicket(state: State, ticketId: TicketId, failure: Failure): void {
  state.pausedTickets.set(ticketId, failure);
  if (state.claimed.has(ticketId)) state.parked.add(ticketId);
}

/** What paused is tried again, with all its tries. */
export function goOn(state: State): void {
  for (const id of state.pausedSessions.keys()) {
    const session = state.sessions.get(id)!;
    if (session.phase.type !== "discarded") continue;
    session.try++;
    session.failures = 0;
    session.lastFailure = null;
    session.sameFailures = 0;
    enterPhase(state, session, { type: "due" });
  }
  for (const id of state.pausedTickets.keys()) state.tickets.get(id)!.treesLost = 0;
  state.pausedSessions.clear();
  state.pausedTickets.clear();
  state.survey = { ...state.survey, failure: null };
}
