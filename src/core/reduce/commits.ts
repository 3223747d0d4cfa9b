import type { State, TicketState } from "../state.ts";

/** Where the worker changed nothing there is no commit, and nothing to merge. */
export function goOnWithCommit(state: State, ticket: TicketState): void {
  ticket.stage = ticket.commit === null ? "merged" : "committed";
  if (ticket.commit !== null) state.mergeQueue.add(ticket.ticket.id);
}

/** Forgets what the attempt before has led to. */
export function forgetCommit(ticket: TicketState): void {
  ticket.commit = null;
  ticket.leftovers = [];
  ticket.leftoversHeard = false;
  ticket.leftoverRound = 1;
  ticket.conflicts = [];
  ticket.mergeRound = 1;
}
