import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { addNested } from "../add-files.ts";
import type { Leftover } from "../../core/leftover.ts";
import type { Commits } from "../commits.ts";
import { type Git, rawPath, readablePath } from "../git.ts";
import { changeIndex, entriesIn, withScratchIndex } from "../scratch-index.ts";
import { isThere, type TicketTree } from "../ticket-tree.ts";
import { takeWork, type Work } from "../ticket-work.ts";
import { importCommits, tipsOf } from "../worker-repository.ts";
import { addLeftovers } from "./add-leftovers.ts";
import { rejectForeign } from "./foreign-files.ts";
import { chooseAside, moveAside } from "./set-aside.ts";

/**
 * Keeps in a ref of the run what a ticket's tree holds and the run's branch does not: the worker's files, those that were
 * left out of its commit (those that are large beside it, with a word in the ref), and commits that the worker made itself (as further parents). Calling it again adds nothing.
 * `merged` is the ticket's commit where it is on the branch, `standing` the tree that it made there. Of a deleted tree it keeps
 * what was noted last.
 */
export async function keepWork(
  { git, commits }: { readonly git: Git; readonly commits: Commits },
  tree: TicketTree,
  { merged, standing }: { readonly merged: string | null; readonly standing: string | null },
  signal: AbortSignal,
): Promise<void> {
  const work = (await isThere(tree.place))
    ? await takeWork(git, tree, signal)
    : { tree, leftovers: [], submodules: {}, ignored: [] };
  const { state, refs, ticketId } = work.tree;
  const { tree: baseTree } = await commits.read(state.base, signal);
  const tips = await strayTips(git, work.tree, merged, signal);
  // What is there only since it was committed (a program wrote on, a folder was opened) is on no branch.
  const there =
    merged === null ? [baseTree] : [standing, (await commits.read(merged, signal)).tree];
  const isNothing = there.includes(state.own) && work.leftovers.length === 0;
  if (isNothing && tips.length === 0) return;
  const { directory } = work.tree.place;
  const files = filesOf(work);
  const { aside, copied } = await chooseAside(directory, files, state.own.slice(0, 12));
  const moved = new Set(files.filter((file) => !copied.includes(file)));
  const left = work.leftovers.filter((leftover) => !moved.has(leftover));
  const rows = [
    ...left.map(({ path, why }) => `${path} (${why})`),
    ...aside.map(({ note }) => note),
  ];
  const content = {
    tree: await withLeftovers(git, work, copied, signal),
    parents: [state.base, ...tips],
    message: [`${ticketId}: what is not on the branch`, "", ...rows].join("\n"),
  };
  await keepOnce({ git, commits }, refs.kept, content, signal);
  await moveAside(directory, aside).catch(rejectForeign(directory));
}

/** Puts a commit into the next ref below a place, unless there is one with the same content. */
async function keepOnce(
  { git, commits }: { readonly git: Git; readonly commits: Commits },
  below: string,
  content: Parameters<Commits["write"]>[0],
  signal: AbortSignal,
): Promise<void> {
  const before = await keptRefs(git, below, signal);
  for (const ref of before) {
    const commit = await git.resolve(ref, { signal });
    if (commit !== null && (await commits.isSame(commit, content, signal))) return;
  }
  const last = Math.max(0, ...before.map((ref) => Number(ref.split("/").at(-1))));
  const commit = await commits.write(content, signal);
  await git.run(["update-ref", `${below}${last + 1}`, commit], { signal });
}

/** The leftovers that are files of their own; installed packages can be installed again, and are too large to keep. */
const filesOf = ({ leftovers }: Work): readonly Leftover[] =>
  leftovers.filter(({ why }) => why !== "submodule" && why !== "worktree" && why !== "packages");

/** The refs below a place, by their numbers. */
async function keptRefs(git: Git, below: string, signal: AbortSignal): Promise<string[]> {
  const args = ["for-each-ref", "--sort=version:refname", "--format=%(refname)", below];
  return (await git.run(args, { signal })).split("\n").filter((ref) => ref !== "");
}

/** Commits that a worker made by itself and that nothing else keeps. */
async function strayTips(
  git: Git,
  { place, state }: TicketTree,
  merged: string | null,
  signal: AbortSignal,
): Promise<string[]> {
  const { base, own, nested } = state;
  const known = new Set([base, merged]);
  const found: string[] = [];
  for (const folder of ["", ...nested]) {
    const inside = join(place.directory, readablePath(folder), ".git");
    const entry = await lstat(inside).catch(() => null);
    // A link could lead into the user's repository, whose commits are the user's.
    if (entry?.isDirectory() !== true) continue;
    const tips = (await tipsOf(inside)).filter((tip) => !known.has(tip));
    const source = { tips, objectsDirectory: join(inside, "objects"), base };
    found.push(...(await importCommits(git, source, signal)));
  }
  const tips = [...new Set(found)];
  const treeOf = async (commit: string) =>
    (await git.run(["rev-parse", `${commit}^{tree}`], { signal })).trim();
  const trees = await Promise.all(tips.map(treeOf));
  // Commits on the way to the merged one are not kept.
  const held = merged === null ? [] : [own, await treeOf(merged)];
  const onBranch = tips.filter((_, index) => held.includes(trees[index] ?? ""));
  const stray: string[] = [];
  for (const tip of tips) {
    const args = ["rev-list", "--max-count=1", tip, "--not", base, ...onBranch];
    if ((await git.run(args, { signal })).trim() !== "") stray.push(tip);
  }
  return stray;
}

async function withLeftovers(
  git: Git,
  work: Work,
  files: readonly Leftover[],
  signal: AbortSignal,
): Promise<string> {
  const { state, place } = work.tree;
  const worktrees = work.leftovers.filter(({ why }) => why === "worktree");
  const below = await submoduleEntries(git, work, signal);
  if (work.leftovers.length === 0 && below.length === 0) return state.own;
  return withScratchIndex(signal, async (scratch) => {
    const call = { ...scratch, workTree: { ...place, indexFile: scratch.workTree!.indexFile } };
    await git.run(["read-tree", state.own], call);
    await changeIndex(git, below, call);
    for (const { path } of worktrees) await addNested(git, call.workTree, rawPath(path), call);
    await addLeftovers(git, files, call);
    return (await git.run(["write-tree"], call)).trim();
  });
}

/** The files below submodules, as index entries in place of the links to the submodules' commits. */
async function submoduleEntries(git: Git, { leftovers, submodules }: Work, signal: AbortSignal) {
  const changed = Object.entries(submodules).filter(([path]) =>
    leftovers.some(
      (left) => left.why === "submodule" && left.path.startsWith(`${readablePath(path)}/`),
    ),
  );
  const entries = changed.map(async ([path, tree]) => {
    const listed = await git.runRaw(["ls-tree", "-r", "-z", tree], { signal });
    return [{ path, version: null }, ...entriesIn(listed, `${path}/`)];
  });
  return (await Promise.all(entries)).flat();
}
