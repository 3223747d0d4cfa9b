import type { Files } from "../merge-files.ts";
import { isReserved } from "../reserved.ts";
import { keyOfFiles, recordOfFiles, workIn } from "./memory-commit.ts";
import { commitIn, type MemoryRepository } from "./memory-repository.ts";

/** What is left of a simulated run on its disk. */
export interface MemoryRemains {
  /** The tickets' commits that stand on the run's branch, the oldest first. */
  readonly merged: readonly string[];
  /** Those of them after which the branch had content that no check passed on; none where nothing was ever checked. */
  readonly unchecked: readonly string[];
  /** Every file that ever stood on the branch, in a commit that was merged, in kept work or in a tree: see `keyOfText`. */
  readonly texts: ReadonlySet<string>;
  /** The files of each of the tickets' commits that were merged, in the same form. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every file that ever stood on the branch. */
  readonly onBranchOnce: ReadonlySet<string>;
  /** Paths that are rehearsal's own (see `reserved.ts`) and that the branch has added or changed. */
  readonly reserved: readonly string[];
  /** The user's branches by name, and the files of the user's work tree. */
  readonly theirs: {
    readonly branches: Readonly<Record<string, string>>;
    readonly files: Readonly<Record<string, string>>;
  };
}

/** What was in a tree that is gone: files that no commit could hold, and what a commit of it would have held. */
export interface LostTree {
  readonly uncommitted: readonly string[];
  readonly committable: Readonly<Record<string, string>>;
}

export const keyOfText = (path: string, text: string): string => `${path}\0${text}`;

const keysOf = (files: Files): string[] => [...files].map(([path, text]) => keyOfText(path, text));

/** `start`: the project as the run found it, which is what the user has checked out. */
export function remainsOfMemory({
  repository,
  head,
  start,
}: {
  readonly repository: MemoryRepository;
  readonly head: string;
  readonly start: Files;
}): MemoryRemains {
  const { tickets, kept, passed } = repository;
  const merged: string[] = [];
  const unchecked: string[] = [];
  const held = new Map<string, ReadonlySet<string>>();
  const onBranchOnce = new Set<string>();
  const safe: Files[] = [...kept, ...[...tickets.values()].map(workIn)];
  for (let id: string | null = head; id !== null; id = commitIn(repository, id).parent) {
    const { ticketCommit, files } = commitIn(repository, id);
    safe.push(files);
    for (const key of keysOf(files)) onBranchOnce.add(key);
    if (ticketCommit === null) continue;
    merged.unshift(ticketCommit);
    if (passed.size > 0 && !passed.has(keyOfFiles(files))) unchecked.unshift(ticketCommit);
    const own = commitIn(repository, ticketCommit).files;
    safe.push(own);
    held.set(ticketCommit, new Set(keysOf(own)));
  }
  const onBranch = commitIn(repository, head).files;
  const own = [...new Set([...onBranch.keys(), ...start.keys()])].filter(isReserved);
  return {
    merged,
    unchecked,
    texts: new Set(safe.flatMap(keysOf)),
    held,
    onBranchOnce,
    reserved: own.filter((path) => onBranch.get(path) !== start.get(path)),
    // Read anew, so that a tree that shares them would be seen.
    theirs: { branches: { main: keyOfFiles(start) }, files: recordOfFiles(start) },
  };
}
