import { bytesText } from "./words/bytes-text.ts";

/** Why a commit does not hold what a worker wrote, or not as anybody can want it. */
export type LeftoverReason =
  /** `.gitignore` covers it, and it was written by a file tool: somebody meant it. */
  | "ignored"
  /** `.gitignore` covers it, and a command made it. */
  | "output"
  /** It is larger than a commit of ours may hold. */
  | "large"
  /** It lies in a submodule, whose commits are not this repository's. */
  | "submodule"
  /** Rehearsal's own state or configuration, which no worker may change. */
  | "reserved"
  /** Git could not read or name it. */
  | "unreadable"
  /** It is in a commit or a stash of the worker's own that its tree did not come of. */
  | "stray"
  /** A work tree that the worker made of its repository. */
  | "worktree"
  /** Packages or a cache, by the folder's name, that no `.gitignore` covers. */
  | "packages"
  /** It is in the commit, with the markers that git wrote where it could not merge. */
  | "conflict";

/** A path that a worker wrote and the commit does not hold, or holds with a conflict; a folder ends in a slash. */
export interface Leftover {
  readonly path: string;
  readonly why: LeftoverReason;
  /** The size of a file that is too large; absent for all others. */
  readonly bytes?: number;
}

/** Whether somebody has to say what becomes of it. What a command made by the way is only named. */
export function needsDecision({ why }: Leftover): boolean {
  switch (why) {
    case "ignored":
    case "large":
    case "submodule":
    case "unreadable":
    case "stray":
    case "worktree":
    case "packages":
    case "conflict":
      return true;
    case "output":
    case "reserved":
      return false;
  }
}

const reasons: Readonly<Record<LeftoverReason, string>> = {
  ignored: ".gitignore covers it",
  output: "a command made it, and .gitignore covers it",
  large: "too large for a commit",
  submodule: "in a submodule",
  reserved: "rehearsal's own",
  unreadable: "git could not read it",
  worktree: "a work tree of its own",
  packages: "packages or a cache, which a .gitignore should cover",
  conflict: "git's conflict markers are left in it",
  stray: "in a commit or stash of its own, and not in its tree",
};

/** Whether it is in the commit, and not as anybody can want it. */
export const isUnsolved = ({ why }: Leftover): boolean => why === "conflict";

/** `docs/guide.md (.gitignore covers it)`. */
export const leftoverText = ({ path, why, bytes }: Leftover): string =>
  `${path} (${bytes === undefined ? "" : `${bytesText(bytes)}, `}${reasons[why]})`;

/** `not in the commit: docs/guide.md (.gitignore covers it)`. */
export const leftoverLine = (leftover: Leftover): string =>
  `${isUnsolved(leftover) ? "unsolved" : "not in the commit"}: ${leftoverText(leftover)}`;
