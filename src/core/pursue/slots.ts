import type { EventBody } from "../event.ts";
import { budgetSpent, isSpent } from "../ledger/budget.ts";
import type { State } from "../state.ts";

/** Gives a free slot to the ticket that has waited longest. */
export function pursueSlots(state: State): readonly EventBody[] {
  const busy = state.claimed.size - state.parked.size;
  if (busy >= state.settings.workers) return [];
  for (const ticketId of state.queue) {
    if (isSpent(state)) return [{ type: "ticket.failed", ticketId, failure: budgetSpent }];
    const { attempt } = state.tickets.get(ticketId)!;
    return [{ type: "ticket.claimed", ticketId, attempt }];
  }
  return [];
}
