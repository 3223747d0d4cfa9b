import type { State, TicketState } from "../state.ts";

/** Of a worker that changed nothing there is nothing to merge. */
export function goOnWithCommit(state: State, ticket: TicketState): void {
  ticket.stage = ticket.commit === null ? "merged" : "committed";
  if (ticket.commit !== null) state.mergeQueue.add(ticket.ticket.id);
}

/** What an attempt came to counts for the next one no more. */
export function forgetCommit(ticket: TicketState): void {
  ticket.commit = null;
  ticket.leftovers = [];
  ticket.leftoversHeard = false;
  ticket.leftoverRound = 1;
  ticket.conflicts = [];
  ticket.mergeRound = 1;
}
