import type { Event } from "../../core/event.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { RunRecord } from "../record.ts";
import type { Findings } from "./verdict.ts";

/**
 * A file that git left in conflict stands on the run's branch without git's markers, unless a person (no rule) has let it pass; and
 * nothing else is called unsolved.
 */
export function checkSolved(
  { log, executions, files }: RunRecord,
  { exercise, breach }: Findings,
): void {
  const approved = approvedPaths(log);
  /** By path: markers that a person has let pass for one ticket are not another's, which may have had the same. */
  const passed = new Set<string>();
  for (const one of executions) {
    if (one.type !== "conflict" || !approved.has(`${one.ticketId} ${one.path}`)) continue;
    for (const line of one.text.split("\n")) passed.add(`${one.path} ${line}`);
  }
  const left = new Set<string>();
  for (const one of executions) {
    if (one.type !== "conflict") continue;
    const place = `${one.ticketId} ${one.path}`;
    left.add(place);
    const lines = new Set((files[one.path] ?? "").split("\n"));
    exercise();
    // Between them are lines of the file's own, which may look like markers.
    const written = one.text.trimEnd().split("\n");
    const mark = [written.at(0), written.at(-1)].find((line) => lines.has(line ?? ""));
    if (mark !== undefined && !passed.has(`${one.path} ${mark}`))
      breach(`${one.path} of ${one.ticketId} is on the branch with "${mark}", and nobody said so`);
  }
  for (const event of log) {
    if (event.type !== "commit.ended") continue;
    for (const { path, why } of event.leftovers ?? [])
      if (why === "conflict" && !left.has(`${event.ticketId} ${path}`))
        breach(`event ${event.seq}: ${path} is called unsolved, and git left no conflict there`);
  }
}

/** The tickets' files that a person has let pass unsolved. */
function approvedPaths(log: readonly Event[]): ReadonlySet<string> {
  const opened = new Map<PopupId, Popup>();
  const approved = new Set<string>();
  for (const event of log) {
    if (event.type === "popup.opened") opened.set(event.popup.id, event.popup);
    if (event.type !== "popup.decided" || event.decision.type !== "approve") continue;
    const popup = opened.get(event.popupId);
    if (event.rule !== null || popup === undefined || !("leftovers" in popup.payload)) continue;
    for (const { path } of popup.payload.leftovers) approved.add(`${popup.ticketId} ${path}`);
  }
  return approved;
}
