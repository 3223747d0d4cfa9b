import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Leftover } from "../../core/leftover.ts";
import { type Git, type GitCall, readablePath, stdoutText } from "../git.ts";
import { changesBetween } from "../overlay.ts";
import type { TicketTree } from "../ticket-tree.ts";
import { headCommitOf, tipsOf } from "../worker-repository.ts";

/** How many files are named. */
const filesMax = 20;

/**
 * Files that the worker changed in a commit or stash of its own and that are unchanged in its tree: it left them on another
 * branch, or in a stash that it did not pop. Commits that HEAD contains do not count, since the tree comes from them.
 */
export async function strayFiles(
  git: Git,
  { place, state }: TicketTree,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const { base, own } = state;
  const inside = join(place.directory, ".git");
  // A link could lead into the user's repository, whose commits are the user's.
  if ((await lstat(inside).catch(() => null))?.isDirectory() !== true) return [];
  const others = (await tipsOf(inside)).filter((tip) => tip !== base);
  if (others.length === 0) return [];
  const call: GitCall = { signal, objectsDirectory: join(inside, "objects") };
  const head = (await headCommitOf(inside)) ?? base;
  const touched = new Set((await changesBetween(git, base, own, call)).map(({ path }) => path));
  const stray = new Set<string>();
  for (const tip of others) {
    const outside = await git.attempt(
      ["rev-list", "--max-count=1", tip, "--not", base, head],
      call,
    );
    if (outside.exitCode !== 0 || outside.stdout.length === 0) continue;
    const left = await git.attempt(["merge-base", base, tip], call);
    // Notes of git have a history of their own, and no files of the project.
    if (left.exitCode !== 0) continue;
    // The third parent of a stash holds files that git did not know, and stands alone.
    const unknown = await git.resolve(`${tip}^3`, call);
    for (const commit of unknown === null ? [tip] : [tip, unknown]) {
      const began = commit === tip ? stdoutText(left).trim() : await emptyTree(git, call);
      const differing = new Set(
        (await changesBetween(git, own, commit, call)).map(({ path }) => path),
      );
      for (const { path, version } of await changesBetween(git, began, commit, call))
        if (version !== null && differing.has(path) && !touched.has(path)) stray.add(path);
    }
  }
  const named = [...stray].toSorted().slice(0, filesMax);
  return named.map((path) => ({ path: readablePath(path), why: "stray" }));
}

const emptyTree = async (git: Git, call: GitCall): Promise<string> =>
  (await git.run(["mktree"], { ...call, input: "" })).trim();
