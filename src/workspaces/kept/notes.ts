import type { Clock } from "../../ports.ts";
import type { Git } from "../git.ts";
import type { TicketTree } from "../ticket-tree.ts";
import { noteWork } from "../ticket-work.ts";

/** Where a snapshot takes longer than this, the next one is put off for a multiple of the time that it took. */
const slowLookMs = 5000;
const slowLookPause = 10;

/** Notes what a worker has made, call by call. */
export function newNotes(git: Git, clock: Clock): (tree: TicketTree) => Promise<void> {
  const dueAtMs = new Map<string, number>();
  return async (tree) => {
    const beganMs = clock.nowMs();
    if (beganMs < (dueAtMs.get(tree.ticketId) ?? 0)) return;
    const { signal } = new AbortController();
    // The tool call has succeeded; what stands in the way of a note will show when the ticket is committed.
    await noteWork(git, tree, signal).catch(() => undefined);
    const endedMs = clock.nowMs();
    const tookMs = endedMs - beganMs;
    if (tookMs > slowLookMs) dueAtMs.set(tree.ticketId, endedMs + tookMs * slowLookPause);
  };
}
