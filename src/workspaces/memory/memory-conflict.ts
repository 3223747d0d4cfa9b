import type { Leftover } from "../../core/leftover.ts";
import { holdsConflict, holdsPart } from "../kept/conflict-hunks.ts";
import type { Files } from "../merge-files.ts";
import { changedPaths } from "./memory-commit.ts";
import type { MemoryTicket } from "./memory-repository.ts";
import { put } from "./memory-tree.ts";

/** A file that git left in conflict, and its text since. */
export interface LeftConflict {
  readonly path: string;
  readonly text: string;
}

/**
 * Leaves a file that a ticket has changed in conflict with what it was, as `git stash pop` in its tree does. `null`: it has changed no
 * such file.
 */
export function leaveConflictIn(
  { tree, unmerged }: MemoryTicket,
  before: Files,
  own: Files,
): LeftConflict | null {
  const both = changedPaths(before, own).filter((path) => before.has(path) && own.has(path));
  const [path] = both.toSorted();
  if (path === undefined) return null;
  const [ours = "", theirs = ""] = [before.get(path), own.get(path)];
  const text = conflictText(ours, theirs);
  put(tree, path, text);
  unmerged.set(path, { ours, theirs });
  return { path, text };
}

/** The files in which a conflict is left that git wrote there, of a ticket whose work began from these files. */
export function unsolvedIn({ tree, unmerged }: MemoryTicket, files: Files): readonly Leftover[] {
  return [...unmerged].flatMap(([path, { ours, theirs }]): Leftover[] => {
    const text = tree.files.get(path) ?? "";
    const base = files.get(path) ?? null;
    const isLeft = holdsConflict(text, [ours, theirs]) || holdsPart(text, { ours, theirs, base });
    return isLeft ? [{ path, why: "conflict" }] : [];
  });
}

/** What git writes into a file of which two versions conflict from the first line to the last. */
function conflictText(ours: string, theirs: string): string {
  const side = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
  return `<<<<<<< Updated upstream\n${side(ours)}=======\n${side(theirs)}>>>>>>> Stashed changes\n`;
}
