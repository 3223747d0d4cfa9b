import type { Files } from "../merge-files.ts";

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

export const keyOfText = (path: string, text: string): string => `${path}\0${text}`;

export const keysOf = (files: Files): string[] =>
  [...files].map(([path, text]) => keyOfText(path, text));
