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
    if (isRefused(path)) return [{ path, why: "unreadable" }];
    if (ticket.written.has(path)) return [{ path, why: "ignored" }];
    return isBuildOutput(path) ? [] : [{ path, why: "output" }];
  });
  return leftovers.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function leftOf({ files, before }: Omit<TicketFiles, "written">): (path: string) => boolean {
  const isIgnored = ignoredPaths(files.get(".gitignore") ?? "");
  return (path) => {
    if (isReserved(path)) return files.get(path) !== before.get(path);
    return !before.has(path) && (isRefused(path) || isIgnored(path));
  };
}

/** Whether git takes no file of this path, since some disk would take a part of it for `.git`. */
const isRefused = (path: string): boolean => /(?:^|\/)git~1(?:\/|$)/i.test(path);

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

/** A ticket after a check of its work: what that left there, and nobody had left before, is not the worker's. */
export function afterCheck(
  ticket: MemoryTicket,
  {
    own,
    left,
    leftNow,
  }: {
    readonly own: Files;
    readonly left: readonly Leftover[];
    readonly leftNow: readonly Leftover[];
  },
): MemoryTicket {
  const known = new Set(left.map(({ path }) => path));
  const found = leftNow.flatMap(({ path }) => (known.has(path) ? [] : [path]));
  const accounted = new Set([...ticket.accounted, ...found]);
  const { files } = ticket.tree;
  const seen = changedPaths(own, files).length === 0 ? own : new Map(files);
  return { ...ticket, own, seen, accounted };
}
