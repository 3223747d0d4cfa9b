/** Why a commit does not hold what a worker wrote. */
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
  | "unreadable";

/** A path that a worker wrote and the commit does not hold; a folder ends in a slash. */
export interface Leftover {
  readonly path: string;
  readonly why: LeftoverReason;
}
