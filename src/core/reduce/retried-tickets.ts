import type { EventOf } from "../event.ts";
import { stepGateId } from "../gates/gate.ts";
import { forgetCommit } from "./commits.ts";
import { becomeReady, queue } from "./plans.ts";
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
  ticket.stage = "waiting";
  ticket.failure = null;
  ticket.note = event.note;
  ticket.attempt = event.attempt;
  ticket.attemptsAllowed = Math.max(ticket.attemptsAllowed, event.attempt);
  // Its tree was deleted when it failed; what it held is kept in a ref.
  ticket.fresh = true;
  // Somebody has looked, so one more may be lost before the run waits again.
  ticket.treesLost = 0;
  forgetCommit(ticket);
  if (ticket.waitingFor === 0) lineUp(state, ticket);
  state.tracks.get(ticket.ticket.trackId)!.openTickets++;
  unblockDependents(state, ticket);
}

/** A step that was allowed stays so; where it was refused it is asked about anew. */
function lineUp(state: State, ticket: TicketState): void {
  const step = state.gates.get(stepGateId(ticket));
  if (step?.status === "allowed") return queue(state, ticket);
  if (step !== undefined) ticket.stepRound++;
  becomeReady(state, ticket);
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
