import { hashOf } from "../../core/json.ts";
import type { Leftover } from "../../core/leftover.ts";
import { isBuildOutput } from "../build-output.ts";
import { ignoredPaths } from "../ignored-paths.ts";
import type { Files } from "../merge-files.ts";
import { isReserved } from "../reserved.ts";
import type { MemoryTicket } from "./memory-repository.ts";

/** A ticket's files, what they were when it began, and which of them file tools wrote. */
interface TicketFiles {
  readonly files: Files;
  readonly before: Files;
  readonly written: ReadonlySet<string>;
}

/** What a commit of a ticket's tree holds. */
export function committable(ticket: Omit<TicketFiles, "written">): Files {
  const isLeft = leftOf(ticket);
  const own = [...ticket.files].filter(([path]) => !isLeft(path) && !isReserved(path));
  return new Map([...own, ...[...ticket.before].filter(([path]) => isReserved(path))]);
}

/** The files that a commit of the tree leaves out, each with the reason. */
export function leftOut(ticket: TicketFiles): readonly Leftover[] {
  const leftovers = [...ticket.files.keys()].filter(leftOf(ticket)).flatMap((path): Leftover[] => {
    if (isReserved(path)) return [{ path, why: "reserved" }];
    if (ticket.written.has(path)) return [{ path, why: "ignored" }];
    return isBuildOutput(path) ? [] : [{ path, why: "output" }];
  });
  return leftovers.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function leftOf({ files, before }: Omit<TicketFiles, "written">): (path: string) => boolean {
  const isIgnored = ignoredPaths(files.get(".gitignore") ?? "");
  return (path) =>
    isReserved(path) ? files.get(path) !== before.get(path) : !before.has(path) && isIgnored(path);
}

/** Sorted, so that equal files are equal text whatever their history. */
export const recordOfFiles = (files: Files): Record<string, string> =>
  Object.fromEntries([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));

export const keyOfFiles = (files: Files): string => hashOf(recordOfFiles(files));

/** The paths at which two versions of a folder differ. */
export const changedPaths = (from: Files, to: Files): readonly string[] =>
  [...new Set([...from.keys(), ...to.keys()])].filter((path) => from.get(path) !== to.get(path));

/** The files with what changed from one version of the folder to another. */
export function changedFiles(
  files: Files,
  { from, to }: { readonly from: Files; readonly to: Files },
): Map<string, string> {
  const changed = new Map(files);
  for (const path of changedPaths(from, to)) {
    const text = to.get(path);
    if (text === undefined) changed.delete(path);
    else changed.set(path, text);
  }
  return changed;
}

/** What the worker has made: what differs in its tree from what was seen there last, on top of what it had made by then. */
export const workIn = ({ tree, own, seen }: MemoryTicket): Files =>
  own === seen ? tree.files : changedFiles(own, { from: seen, to: tree.files });
