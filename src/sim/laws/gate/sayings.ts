import type { Event } from "../../../core/event.ts";
import type { Findings } from "../verdict.ts";

/** What a person says once is taken once, also where it is sent again because a process may have died before it heard it. */
export function checkSayings(log: readonly Event[], { exercise, breach }: Findings): void {
  const taken = new Map<string, number>();
  for (const event of log) {
    if (event.type !== "intervention.received") continue;
    exercise();
    const { id, ticketId } = event.intervention;
    const before = taken.get(id);
    if (before !== undefined)
      breach(
        `event ${event.seq}: what was said to ${ticketId} once (event ${before}) is taken again`,
      );
    taken.set(id, event.seq);
  }
}
