import { diff3Merge } from "node-diff3";

export type Files = ReadonlyMap<string, string>;
export type Side = "branch" | "ticket";

export interface MergedFiles {
  readonly files: Files;
  /** Sorted. */
  readonly conflicts: readonly string[];
}

/**
 * Merges two descendants of `base` as git does, but for renames: by lines, where hunks that overlap or
 * touch conflict, and so does a change against a deletion. In a conflict `side` wins: its lines, or its
 * whole version where one side has none.
 */
export function mergeFiles(versions: {
  readonly base: Files;
  readonly branch: Files;
  readonly ticket: Files;
  readonly side: Side;
}): MergedFiles {
  const { base, branch, ticket, side } = versions;
  const files = new Map<string, string>();
  const conflicts = new Set<string>();
  for (const path of new Set([...base.keys(), ...branch.keys(), ...ticket.keys()])) {
    const merged = mergeVersions(
      { base: base.get(path), branch: branch.get(path), ticket: ticket.get(path) },
      side,
    );
    if (merged.text !== undefined) files.set(path, merged.text);
    if (merged.conflict) conflicts.add(path);
  }
  const winner = side === "branch" ? branch : ticket;
  // A file on one side and a folder of the same name on the other can't both be.
  for (const path of files.keys())
    for (const folder of foldersOf(path)) {
      if (!files.has(folder)) continue;
      conflicts.add(folder);
      files.delete(winner.has(folder) ? path : folder);
    }
  return { files, conflicts: [...conflicts].toSorted() };
}

interface Versions {
  readonly base: string | undefined;
  readonly branch: string | undefined;
  readonly ticket: string | undefined;
}

function mergeVersions(
  { base, branch, ticket }: Versions,
  side: Side,
): { readonly text: string | undefined; readonly conflict: boolean } {
  if (branch === ticket || ticket === base) return { text: branch, conflict: false };
  if (branch === base) return { text: ticket, conflict: false };
  if (branch === undefined || ticket === undefined)
    return { text: side === "branch" ? branch : ticket, conflict: true };
  const regions = diff3Merge(lines(branch), lines(base ?? ""), lines(ticket), {
    excludeFalseConflicts: true,
  });
  const text = regions.flatMap(
    ({ ok, conflict }) => ok ?? (side === "branch" ? conflict?.a : conflict?.b) ?? [],
  );
  return { text: text.join(""), conflict: regions.some(({ conflict }) => conflict !== undefined) };
}

/** The error of a merge that conflicts, where nobody has named a side. */
export const conflictError = (ticketId: string, branch: string, paths: readonly string[]): Error =>
  new Error(
    `Ticket ${ticketId} conflicts with ${branch} in ${paths.join(", ")}. ` +
      "Take the branch's or the ticket's side, or let the ticket start again from the branch.",
  );

/** With their ends, so that a missing last newline is a difference. */
function lines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

export function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
