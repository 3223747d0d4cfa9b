import type { EventOf } from "../event.ts";
import { forgetCommit } from "./commits.ts";
import type { State, TicketState } from "../state.ts";

/**
 * The ticket lines up for another attempt, or waits again where it was stopped before what it depends on was done; what
 * was blocked by it alone waits for it again.
 */
export function reduceRetry(
  state: State,
  ticket: TicketState,
  event: EventOf<"ticket.retried">,
): void {
  ticket.status = "todo";
  ticket.stage = ticket.waitingFor === 0 ? "queued" : "waiting";
  ticket.failure = null;
  ticket.note = event.note;
  ticket.attempt = event.attempt;
  ticket.attemptsAllowed = Math.max(ticket.attemptsAllowed, event.attempt);
  // Its tree was deleted when it failed; what it held is kept in a ref.
  ticket.fresh = true;
  forgetCommit(ticket);
  if (ticket.stage === "queued") state.queue.add(event.ticketId);
  state.tracks.get(ticket.ticket.trackId)!.openTickets++;
  unblockDependents(state, ticket);
}

function unblockDependents(state: State, { dependents }: TicketState): void {
  for (const id of dependents) {
    const ticket = state.tickets.get(id)!;
    if (ticket.status !== "blocked") continue;
    const isHopeless = ticket.ticket.dependsOn.some((on) => {
      const { status } = state.tickets.get(on)!;
      return status === "failed" || status === "blocked";
    });
    if (isHopeless) continue;
    ticket.status = "todo";
    ticket.stage = "waiting";
    ticket.blockedBy = null;
    state.tracks.get(ticket.ticket.trackId)!.openTickets++;
    unblockDependents(state, ticket);
  }
}
