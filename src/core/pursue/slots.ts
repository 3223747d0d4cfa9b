import type { EventBody } from "../event.ts";
import { budgetSpent, isSpent } from "../ledger/budget.ts";
import type { State } from "../state.ts";

/** Gives a free slot to the ticket that has waited longest. */
export function pursueSlots(state: State): readonly EventBody[] {
  const busy = state.claimed.size - state.parked.size;
  if (busy >= state.settings.workers) return [];
  if (isWorkersServerAway(state)) return [];
  for (const ticketId of state.queue) {
    if (isSpent(state)) return [{ type: "ticket.failed", ticketId, failure: budgetSpent }];
    const { attempt } = state.tickets.get(ticketId)!;
    return [{ type: "ticket.claimed", ticketId, attempt }];
  }
  return [];
}

/** Another session pauses because of the workers' server: a new ticket would only run into the same. */
function isWorkersServerAway({ settings, sessions, pausedSessions }: State): boolean {
  const { provider, baseUrl } = settings.models.tier3;
  for (const id of pausedSessions.keys()) {
    const other = settings.models[sessions.get(id)!.seat.tier];
    if (other.provider === provider && other.baseUrl === baseUrl) return true;
  }
  return false;
}
