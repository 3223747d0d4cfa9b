import { insideWorktree } from "../../../core/gates/rule.ts";
import type { Event, EventOf } from "../../../core/event.ts";
import type { EffectId, TicketId } from "../../../core/ids.ts";
import type { Findings } from "../verdict.ts";
import { isNewTree } from "./last-writes.ts";

/**
 * What git ignores is missed by nobody unless the worker meant it: a `write` or an `edit` in this tree named the file, and did
 * not fail. A call that reached its time limit, or was cut off by a crash, may have written all the same.
 */
export function checkMeant(log: readonly Event[], { exercise, breach }: Findings): void {
  const [first] = log;
  const limitMs = first?.type === "run.started" ? first.settings.toolTimeoutMs : 0;
  const calls = new Map<EffectId, EventOf<"tool.started">>();
  const meant = new Map<TicketId, Map<EffectId, string>>();
  for (const event of log) {
    if (isNewTree(event)) meant.delete(event.ticketId);
    if (event.type === "tool.started" && (event.tool === "write" || event.tool === "edit")) {
      const { file_path: path } = event.input;
      if (typeof path !== "string") continue;
      calls.set(event.seq, event);
      const ticketId = event.sessionId.split(":")[1] as TicketId;
      const paths = meant.get(ticketId) ?? new Map<EffectId, string>();
      meant.set(ticketId, paths.set(event.seq, insideWorktree(path) ?? path));
    }
    if (event.type === "tool.ended" && event.effectId !== null && event.isError) {
      const call = calls.get(event.effectId);
      if (call !== undefined && event.atMs - call.atMs < limitMs)
        for (const paths of meant.values()) paths.delete(event.effectId);
    }
    if (event.type !== "commit.ended") continue;
    const written = [...(meant.get(event.ticketId)?.values() ?? [])];
    for (const { path, why } of event.leftovers ?? []) {
      if (why !== "ignored") continue;
      exercise();
      if (!written.some((one) => one === path || one.startsWith(`${path.replace(/\/$/, "")}/`)))
        breach(
          `event ${event.seq}: ${path} is told as what ${event.ticketId} meant to keep, and it wrote no such file`,
        );
    }
  }
}
