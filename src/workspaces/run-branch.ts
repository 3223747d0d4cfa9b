import type { Git, GitCall } from "./git.ts";
import { isMergedInto } from "./kept/run-remains.ts";
import type { RefNames } from "./ref-names.ts";

/** The branch that a run's tickets are merged into. It only moves in the object store. */
export interface RunBranch {
  /** As `git switch` takes it. */
  readonly name: string;
  /**
   * Makes the branch, once in a run: one that is gone later held work, and is not made anew where the run began. In a repository
   * that has lost all refs of the run, it is made again where the run's log says that it was.
   */
  start(): Promise<void>;
  head(signal: AbortSignal): Promise<string>;
  /** Rejects where the branch is no longer at `from`. */
  move(from: string, to: string, signal: AbortSignal): Promise<void>;
  /** Whether a ticket's commit was merged: after a crash, the merged commit says so. */
  holds(commit: string, signal: AbortSignal): Promise<boolean>;
  /** The branch's tree right after a ticket's commit was merged; `null` where it was not. */
  treeOf(commit: string, signal: AbortSignal): Promise<string | null>;
  /** Refused, because in a work tree that has this branch checked out each merge would show as changes that undo it. */
  refuseWhereCheckedOut(signal: AbortSignal): Promise<void>;
}

export function openRunBranch(
  git: Git,
  { runBranch, start: startRef }: RefNames,
  /** Where a new run's branch begins, and where the log of one that goes on says that its branch is. */
  places: { readonly begin: string; readonly last: string | null },
): RunBranch {
  const name = runBranch.replace("refs/heads/", "");
  let starting: Promise<string> | null = null;
  let last = places.last;

  /** Answers where the branch began. */
  async function begin(): Promise<string> {
    const format = "--format=%(refname) %(objectname)";
    const listed = await git.run(["for-each-ref", format, startRef, runBranch]);
    const refs = new Map(
      listed.split("\n").map((line) => {
        const [ref = "", commit = ""] = line.split(" ");
        return [ref, commit];
      }),
    );
    const branch = refs.get(runBranch) ?? null;
    const started = refs.get(startRef);
    if (branch !== null) await refuseLostWork(branch, started ?? (await startOf(git, branch)));
    if (started !== undefined) return started;
    const head = branch ?? (await lastHead()) ?? places.begin;
    // Without its start, a branch is of a process that was killed here, before anything was merged, or has lost it since.
    const at = last === null ? head : await startOf(git, head);
    const created = branch === null ? `create ${runBranch} ${head}\n` : "";
    await git.run(["update-ref", "--stdin"], { input: `${created}create ${startRef} ${at}\n` });
    return at;
  }

  /** The commit where the log says that the branch is; `null` where it says nothing. */
  async function lastHead(): Promise<string | null> {
    if (last === null || (await git.resolve(last)) !== null) return last;
    throw new Error(
      `The branch ${name} is gone, and so is its last commit ${last}. Put a state of the repository back that has it ` +
        "(another clone or a backup: git fetch PATH), then resume the run.",
    );
  }

  /**
   * Refuses a branch that lacks what was merged, as after it was moved back, or an older state of the repository was put back. One
   * that was rebased, or whose commits have other words now, has it.
   */
  async function refuseLostWork(branch: string, start: string): Promise<void> {
    if (last === null || last === branch || (await git.resolve(last)) === null) return;
    const isBehind = await git.attempt(["merge-base", "--is-ancestor", last, branch]);
    if (isBehind.exitCode === 0) return;
    const there = new Set(await mergedIn(start, branch));
    if ((await mergedIn(start, last)).every((commit) => there.has(commit))) return;
    if (await isMergedInto(git, last, branch)) return;
    throw new Error(
      `The branch ${name} is at ${branch}, and lacks what the run has merged. Put it back at its last commit ` +
        `(git branch -f ${name} ${last}), then resume the run.`,
    );
  }

  /** The tickets' commits that a run's commits name. */
  async function mergedIn(start: string, tip: string, call?: GitCall): Promise<readonly string[]> {
    const format = "--format=%(trailers:key=Rehearsal-Commit,valueonly)";
    const named = await git.run(["log", format, `${start}..${tip}`], call);
    return named.split("\n").filter((commit) => commit !== "");
  }

  const started = (): Promise<string> => {
    starting ??= begin().catch((error: unknown) => {
      starting = null;
      throw error;
    });
    return starting;
  };

  return {
    name,
    async start() {
      await started();
    },
    async head(signal) {
      const start = await started();
      const head = await git.resolve(runBranch, { signal });
      if (head === null)
        throw new Error(
          `The branch ${name} is gone. Make it again at its last commit ` +
            `(git branch ${name} ${last ?? startRef}), then resume the run.`,
        );
      await refuseLostWork(head, start);
      last = head;
      return head;
    },
    async move(from, to, signal) {
      await git.run(["update-ref", runBranch, to, from], { signal });
      last = to;
    },
    async holds(commit, signal) {
      // By its commit: somebody may have deleted the ref meanwhile.
      return (await mergedIn(await started(), runBranch, { signal })).includes(commit);
    },
    async treeOf(commit, signal) {
      const format = "--format=%T %(trailers:key=Rehearsal-Commit,valueonly,separator=%x20)";
      const range = `${await started()}..${runBranch}`;
      const rows = (await git.run(["log", format, range], { signal })).split("\n");
      const row = rows.find((one) => one.split(" ").slice(1).includes(commit));
      return row?.split(" ")[0] ?? null;
    },
    async refuseWhereCheckedOut(signal) {
      const listed = await git.run(["worktree", "list", "--porcelain", "-z"], { signal });
      const [place] = listed
        .split("\0\0")
        .filter((entry) => entry.split("\0").includes(`branch ${runBranch}`))
        .map((entry) => entry.split("\0")[0]?.replace("worktree ", ""));
      if (place === undefined) return;
      throw new Error(
        `The branch ${name} is checked out in ${place}, and merging would pull it from under that ` +
          `tree. Switch to another branch there (git -C ${place} switch -), then resume the run.`,
      );
    },
  };
}

/** Where a run began that has no start ref: the newest commit without a run's trailer, else the oldest one in reach. */
export async function startOf(git: Git, tip: string): Promise<string> {
  const format = "--format=%H %(trailers:key=Rehearsal-Ticket,valueonly,separator=%x20)";
  const log = await git.run(["log", "--first-parent", "-n", "1000", format, tip]);
  const lines = log.trimEnd().split("\n");
  const found = lines.find((line) => !/ \S/.test(line)) ?? lines.at(-1) ?? tip;
  return found.split(" ")[0] ?? tip;
}
