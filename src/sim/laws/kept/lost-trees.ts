import type { Event } from "../../../core/event.ts";
import type { TicketId } from "../../../core/ids.ts";
import { keyOfText } from "../../../workspaces/memory/memory-remains.ts";
import type { RunRecord } from "../../record.ts";
import type { Findings } from "../verdict.ts";

/** What was in a tree that somebody deleted, and a commit could have held, is kept, also where a command alone wrote it. */
export function checkLost(
  { log, executions, remains }: RunRecord,
  { exercise, breach }: Findings,
): void {
  const spared = new Set([...failedCallers(log), ...mergedTrees(log)]);
  // What git left in conflict is git's, and what was in the file before is kept.
  const conflicts = new Set(
    executions.map((one) => (one.type === "conflict" ? `${one.ticketId} ${one.path}` : null)),
  );
  for (const one of executions) {
    if (one.type !== "loss" || spared.has(one.ticketId)) continue;
    for (const [path, text] of Object.entries(one.committable)) {
      if (conflicts.has(`${one.ticketId} ${path}`)) continue;
      exercise();
      if (!remains.texts.has(keyOfText(path, text)))
        breach(`${path}, as it was in the tree of ${one.ticketId} that was deleted, is not kept`);
    }
  }
}

/** Tickets whose tree became what a merge would make: it holds what no worker wrote, and can be made again. */
const mergedTrees = (log: readonly Event[]): readonly TicketId[] =>
  log.flatMap((event) =>
    event.type === "check.started" && event.merging !== undefined ? [event.ticketId] : [],
  );

/** Tickets with a call that failed: a tool that was stopped may still write at any time. */
export function failedCallers(log: readonly Event[]): readonly TicketId[] {
  return log.flatMap((event) =>
    event.type === "tool.ended" && event.isError && event.effectId !== null
      ? [event.sessionId.split(":")[1] as TicketId]
      : [],
  );
}
