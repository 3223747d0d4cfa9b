/** Where a run's branch is, and where the run has put it: elsewhere, once somebody else has moved it. */
export interface BranchPlace {
  readonly tip: string;
  readonly merged: string;
}

/** The branch of a run in a repository in memory. */
export interface MemoryBranch {
  readonly place: BranchPlace;
  /** What is merged next comes after this. Throws where the branch lacks what was merged. */
  head(): string;
  moveTo(commit: string): void;
  /** Somebody else moves the branch to its last commit's parent; the first commit has none. */
  moveBack(parentOf: (commit: string) => string | null): void;
  /** The same person puts it back. */
  putBack(): void;
}

export function openMemoryBranch(begin: BranchPlace): MemoryBranch {
  let { tip, merged } = begin;
  return {
    get place() {
      return { tip, merged };
    },
    head() {
      if (tip === merged) return tip;
      throw new Error(
        `The run's branch is at ${tip}, and lacks what the run has merged. Put it back at its last commit ` +
          `${merged}, then resume the run.`,
      );
    },
    moveTo(commit) {
      tip = merged = commit;
    },
    moveBack(parentOf) {
      tip = parentOf(tip) ?? tip;
    },
    putBack() {
      tip = merged;
    },
  };
}
