import type { Git } from "./git.ts";
import type { RefNames } from "./ref-names.ts";

/** The branch that a run's tickets are merged into. It only moves in the object store. */
export interface RunBranch {
  /** As `git switch` takes it. */
  readonly name: string;
  /** Makes the branch, once in a run: one that is gone later held work, and is not made anew here. */
  start(commit: string): Promise<void>;
  head(signal: AbortSignal): Promise<string>;
  /** Rejects where the branch is no longer at `from`. */
  move(from: string, to: string, signal: AbortSignal): Promise<void>;
  /** Whether a ticket's commit was merged: after a crash, the merged commit says so. */
  holds(commit: string, signal: AbortSignal): Promise<boolean>;
  /** Refused, because in a work tree that has this branch checked out each merge would show as changes that undo it. */
  refuseWhereCheckedOut(signal: AbortSignal): Promise<void>;
}

export function openRunBranch(git: Git, { runBranch, start }: RefNames): RunBranch {
  const name = runBranch.replace("refs/heads/", "");
  let hasStarted = false;
  return {
    name,
    async start(commit) {
      if (hasStarted) return;
      const listed = await git.run([
        "for-each-ref",
        "--format=%(refname) %(objectname)",
        start,
        runBranch,
      ]);
      const refs = new Map(
        listed.split("\n").map((line) => {
          const [ref = "", commit = ""] = line.split(" ");
          return [ref, commit];
        }),
      );
      hasStarted = refs.has(start);
      if (hasStarted) return;
      // A branch without a start is of a process that was killed here.
      const branch = refs.get(runBranch);
      const input =
        branch === undefined
          ? `create ${runBranch} ${commit}\ncreate ${start} ${commit}\n`
          : `create ${start} ${branch}\n`;
      await git.run(["update-ref", "--stdin"], { input });
      hasStarted = true;
    },
    async head(signal) {
      const head = await git.resolve(runBranch, { signal });
      if (head !== null) return head;
      throw new Error(
        `The branch ${name} is gone. Make it again at its last commit (git branch ${name} COMMIT; ` +
          "the log of the run names it), then resume the run.",
      );
    },
    async move(from, to, signal) {
      await git.run(["update-ref", runBranch, to, from], { signal });
    },
    async holds(commit, signal) {
      const format = "--format=%(trailers:key=Rehearsal-Commit,valueonly)";
      const named = await git.run(["log", format, `${start}..${runBranch}`], { signal });
      return named.split("\n").includes(commit);
    },
    async refuseWhereCheckedOut(signal) {
      const listed = await git.run(["worktree", "list", "--porcelain"], { signal });
      const [place] = listed
        .split("\n\n")
        .filter((entry) => entry.split("\n").includes(`branch ${runBranch}`))
        .map((entry) => entry.split("\n")[0]?.replace("worktree ", ""));
      if (place === undefined) return;
      throw new Error(
        `The branch ${name} is checked out in ${place}, and merging would pull it from under that ` +
          `tree. Switch to another branch there (git -C ${place} switch -), then resume the run.`,
      );
    },
  };
}
