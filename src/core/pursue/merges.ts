import type { EventBody } from "../event.ts";
import type { State } from "../state.ts";

/** One merge at a time: the next commit is compared with the branch once the one before is through. */
export function pursueMerges(state: State): readonly EventBody[] {
  if (state.merging !== null) return [];
  for (const ticketId of state.mergeQueue) {
    const { commit } = state.tickets.get(ticketId)!;
    return [{ type: "comparison.started", ticketId, commit: commit! }];
  }
  return [];
}
