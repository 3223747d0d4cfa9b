import { assertNever } from "../assert-never.ts";
import type { EventOf } from "../event.ts";
import { needsDecision } from "../leftover.ts";
import { mergeGateId } from "../gates/gate.ts";
import { hashOf } from "../json.ts";
import { sessionIdOf } from "../ids.ts";
import { enterPhase, type State, type TicketState } from "../state.ts";
import { forgetCommit, goOnWithCommit } from "./commits.ts";
import { becomeReady } from "./plans.ts";
import { reduceRetry } from "./retried-tickets.ts";
import { addMessage } from "./sessions.ts";

type TicketEvent = EventOf<
  | "ticket.claimed"
  | "preparation.started"
  | "preparation.ended"
  | "attempt.started"
  | "attempt.failed"
  | "check.started"
  | "check.ended"
  | "commit.started"
  | "commit.ended"
  | "leftovers.returned"
  | "comparison.started"
  | "comparison.ended"
  | "merge.started"
  | "merge.ended"
  | "ticket.done"
  | "ticket.failed"
  | "ticket.blocked"
  | "ticket.retried"
>;

export function reduceTicket(state: State, event: TicketEvent): void {
  const ticket = state.tickets.get(event.ticketId)!;
  if ("effectId" in event) state.unsettled.delete(event.effectId);
  switch (event.type) {
    case "ticket.claimed":
      state.queue.delete(event.ticketId);
      state.claimed.add(event.ticketId);
      ticket.stage = "claimed";
      return;
    case "preparation.started":
      state.unsettled.set(event.seq, event);
      ticket.stage = "preparing";
      return;
    case "preparation.ended":
      ticket.stage = "prepared";
      ticket.documents = event.documents;
      ticket.skeletons = event.skeletons;
      return;
    case "attempt.started":
      ticket.stage = "working";
      ticket.status = "running";
      ticket.attemptsStarted++;
      // From here on their text is in the worker's prompt.
      ticket.documents = [];
      ticket.skeletons = [];
      return;
    case "attempt.failed":
      failAttempt(state, ticket, event);
      return;
    case "check.started":
      state.unsettled.set(event.seq, event);
      ticket.stage = event.merging === undefined ? "checking" : "verifying";
      return;
    case "check.ended":
      endCheck(state, ticket, event);
      return;
    case "commit.started":
      state.unsettled.set(event.seq, event);
      ticket.stage = "committing";
      return;
    case "commit.ended":
      ticket.commit = event.commit;
      ticket.leftovers = event.leftovers ?? [];
      if (ticket.leftovers.some(needsDecision)) ticket.stage = "leaving";
      else goOnWithCommit(state, ticket);
      return;
    case "leftovers.returned":
      ticket.stage = "working";
      if (ticket.leftoversHeard) ticket.leftoverRound++;
      ticket.leftoversHeard = true;
      addMessage(state, state.sessions.get(event.sessionId)!, event.message);
      return;
    case "comparison.started":
      state.unsettled.set(event.seq, event);
      ticket.stage = "comparing";
      state.merging = event.ticketId;
      state.mergeQueue.delete(event.ticketId);
      return;
    case "comparison.ended":
      ticket.stage = "compared";
      ticket.conflicts = event.conflicts;
      ticket.moved = event.moved;
      passOverStaleGate(state, ticket);
      return;
    case "merge.started":
      state.unsettled.set(event.seq, event);
      ticket.stage = "merging";
      return;
    case "merge.ended":
      ticket.stage = "merged";
      state.merging = null;
      return;
    case "ticket.done":
      ticket.status = "done";
      leave(state, ticket);
      for (const id of ticket.dependents) {
        const dependent = state.tickets.get(id)!;
        if (--dependent.waitingFor === 0 && dependent.stage === "waiting") {
          becomeReady(state, dependent);
        }
      }
      return;
    case "ticket.failed":
      ticket.status = "failed";
      ticket.failure = event.failure;
      leave(state, ticket);
      return;
    case "ticket.blocked":
      ticket.status = "blocked";
      ticket.blockedBy = event.by;
      leave(state, ticket);
      return;
    case "ticket.retried":
      reduceRetry(state, ticket, event);
      return;
    default:
      assertNever(event);
  }
}

function endCheck(state: State, ticket: TicketState, event: EventOf<"check.ended">): void {
  if (ticket.stage !== "verifying") {
    ticket.stage = event.passed ? "checked" : "failing";
    ticket.checkOutput = event.output;
  } else if (event.passed) {
    ticket.stage = "verified";
  } else {
    ticket.stage = "clashing";
    ticket.checkOutput = `${mergedCheckFailed}\n${event.output}`;
    // The branch stays as it is, and the next in line need not wait for what this ticket does now.
    state.merging = null;
  }
}

const mergedCheckFailed =
  "The check passed on this ticket's work alone and fails together with what others have merged " +
  "meanwhile. The tree now holds both; make them work together.";

/** Where the branch has moved since a merge was asked about, the same merge is another one: it gets a gate of its own. */
function passOverStaleGate(state: State, ticket: TicketState): void {
  const gate = state.gates.get(mergeGateId(ticket));
  if (gate === undefined) return;
  const payload = { commit: ticket.commit, conflicts: ticket.conflicts };
  if (gate.payloadHash !== hashOf(payload)) ticket.mergeRound++;
}

function failAttempt(state: State, ticket: TicketState, event: EventOf<"attempt.failed">): void {
  closeSessions(state, ticket);
  if (state.merging === event.ticketId) state.merging = null;
  state.mergeQueue.delete(event.ticketId);
  ticket.note = event.note;
  ticket.failure = event.failure;
  ticket.fresh = event.fresh;
  forgetCommit(ticket);
  ticket.attempt = event.attempt + 1;
  if (event.granted) ticket.attemptsAllowed++;
  ticket.stage = "claimed";
}

function leave(state: State, ticket: TicketState): void {
  const { id, trackId } = ticket.ticket;
  closeSessions(state, ticket);
  ticket.stage = "final";
  state.queue.delete(id);
  state.claimed.delete(id);
  state.parked.delete(id);
  state.pausedTickets.delete(id);
  state.mergeQueue.delete(id);
  if (state.merging === id) state.merging = null;
  state.tracks.get(trackId)!.openTickets--;
}

function closeSessions(state: State, ticket: TicketState): void {
  const { attempt } = ticket;
  for (const tier of ["tier3", "tier4"] as const) {
    const session = state.sessions.get(sessionIdOf({ tier, ticketId: ticket.ticket.id, attempt }));
    if (session === undefined) continue;
    enterPhase(state, session, { type: "closed" });
    state.pausedSessions.delete(session.id);
    state.streams.get(session.streamId)!.ended = true;
  }
}
