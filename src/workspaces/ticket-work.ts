import type { Leftover } from "../core/leftover.ts";
import { makeLegible } from "./add-files.ts";
import { isBuildOutput } from "./build-output.ts";
import type { Git } from "./git.ts";
import { amongIgnored, listIgnored } from "./ignored-files.ts";
import { overlay } from "./overlay.ts";
import { checkOut } from "./sparse-trees.ts";
import { takeSnapshot, writtenPaths } from "./snapshot.ts";
import type { TicketTree } from "./ticket-tree.ts";
import { isSameState, type TreeState, writeTreeState } from "./tree-state.ts";

/** What a worker has made so far: the tree's state says what is its work, `leftovers` what a commit can't hold. */
export interface Work {
  readonly tree: TicketTree;
  readonly leftovers: readonly Leftover[];
  /** Files below submodules, as trees by path. */
  readonly submodules: Readonly<Record<string, string>>;
  /** What the ignore lists cover. */
  readonly ignored: readonly string[];
}

/** Takes a snapshot of a tree. What changed since the one before is the worker's, unless a check was cut off meanwhile. */
export async function takeWork(git: Git, tree: TicketTree, signal: AbortSignal): Promise<Work> {
  const { state, place } = tree;
  const snapshot = await takeSnapshot(git, place, state, signal);
  const nested = [...new Set([...state.nested, ...snapshot.nested])];
  const { submodules } = snapshot;
  const ignored = await listIgnored(git, place, signal);
  if (state.checking) {
    const left = [...ignored, ...snapshot.leftovers.map(({ path }) => path)];
    const accounted = union(state.accounted, left);
    const over = { ...state, seen: snapshot.tree, checking: false, accounted, nested };
    const next = await save(git, tree, over, signal);
    return { tree: next, leftovers: await outsideOf(next, [], ignored), submodules, ignored };
  }
  const own = await overlay(git, { from: state.seen, to: snapshot.tree, onto: state.own }, signal);
  const next = await save(git, tree, { ...state, own, seen: snapshot.tree, nested }, signal);
  const leftovers = await outsideOf(next, snapshot.leftovers, ignored);
  return { tree: next, leftovers, submodules, ignored };
}

/**
 * Notes what the worker has made so far, so that it can be kept even where the tree is deleted later. What a commit can't
 * hold is not among it.
 */
export async function noteWork(git: Git, tree: TicketTree, signal: AbortSignal): Promise<void> {
  const { state, place } = tree;
  if (state.checking) return;
  const found = await makeLegible(place.directory, signal);
  // The index is as the look before left it.
  const differing = ["ls-files", "-z", "--others", "--modified", "--exclude-standard"];
  if ((await git.run(differing, { signal, workTree: place })) === "") return;
  const snapshot = await takeSnapshot(git, place, state, signal, found);
  if (snapshot.tree === state.seen) return;
  const own = await overlay(git, { from: state.seen, to: snapshot.tree, onto: state.own }, signal);
  const nested = [...new Set([...state.nested, ...snapshot.nested])];
  await save(git, tree, { ...state, own, seen: snapshot.tree, nested }, signal);
}

/** Ends the setup of a tree: what is there now does not count as the worker's, and the tree can be found from now on. */
export async function begin(git: Git, tree: TicketTree, signal: AbortSignal): Promise<TicketTree> {
  const { state, place } = tree;
  const {
    tree: seen,
    leftovers,
    submodules,
    nested,
  } = await takeSnapshot(git, place, state, signal);
  const ignored = await listIgnored(git, place, signal);
  const accounted = union(
    ignored,
    leftovers.map(({ path }) => path),
  );
  const begun = { ...state, seen, submodules, nested, accounted };
  await writeTreeState(git, tree.refs.tree, begun, signal);
  await Bun.write(place.begunFile, state.base);
  return { ...tree, state: begun };
}

/** Runs a check in the tree; what it leaves there is not the worker's, however it ends. */
export async function withCheck<Result>(
  git: Git,
  tree: TicketTree,
  check: {
    readonly run: () => Promise<Result>;
    readonly hasPassed: (result: Result) => boolean;
    readonly signal: AbortSignal;
  },
): Promise<Result> {
  const { signal } = check;
  const before = await takeWork(git, tree, signal);
  const ignored = new Set(before.ignored);
  const { state } = before.tree;
  const checking = await save(git, before.tree, { ...state, checking: true }, signal);
  let { passed } = state;
  const settle = async () => {
    // With a signal of its own: if this were aborted with the check, the worker's next change would count as the check's.
    const { signal: never } = new AbortController();
    const snapshot = await takeSnapshot(git, tree.place, state, never);
    const left = await listIgnored(git, tree.place, never);
    const known = new Set(before.leftovers.map(({ path }) => path));
    const accounted = union(state.accounted, [
      ...left.filter((path) => !ignored.has(path)),
      ...snapshot.leftovers.flatMap(({ path }) => (known.has(path) ? [] : [path])),
    ]);
    const submodules = Object.fromEntries(
      Object.entries(snapshot.submodules).map(([path, now]) => {
        const at = state.submodules[path];
        return [path, at === undefined || at === before.submodules[path] ? now : at];
      }),
    );
    const over = { ...state, seen: snapshot.tree, checking: false, accounted, submodules, passed };
    await save(git, checking, over, never);
  };
  const run = async () => {
    const result = await check.run();
    if (check.hasPassed(result)) passed = state.own;
    return result;
  };
  return run().finally(settle);
}

/** Moves the worker's work onto another commit of the run's branch, `base`; `merged` is the tree of both together. */
export async function moveWork(
  git: Git,
  tree: TicketTree,
  to: { readonly base: string; readonly merged: string },
  signal: AbortSignal,
): Promise<TicketTree> {
  const { tree: taken } = await takeWork(git, tree, signal);
  const { state, place } = taken;
  if (state.base === to.base && state.own === to.merged) return taken;
  const seen = await overlay(git, { from: state.own, to: to.merged, onto: state.seen }, signal);
  await checkOut(git, place, { tree: seen, start: tree.refs.start }, signal);
  return save(git, taken, { ...state, base: to.base, own: to.merged, seen }, signal);
}

async function outsideOf(
  { place, state }: TicketTree,
  found: readonly Leftover[],
  ignored: readonly string[],
): Promise<readonly Leftover[]> {
  const accounted = new Set(state.accounted);
  const meant = await amongIgnored(place, await writtenPaths(place), ignored);
  const output = ignored.filter(
    (path) =>
      !accounted.has(path) && !isBuildOutput(path) && !meant.some((file) => file.startsWith(path)),
  );
  const leftovers: Leftover[] = [
    ...found.filter(({ path }) => !accounted.has(path)),
    ...meant.map((path): Leftover => ({ path, why: "ignored" })),
    ...output.map((path): Leftover => ({ path, why: "output" })),
  ];
  return leftovers.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** `tree` is as it was written last. */
async function save(
  git: Git,
  tree: TicketTree,
  state: TreeState,
  signal: AbortSignal,
): Promise<TicketTree> {
  if (isSameState(state, tree.state)) return tree;
  await writeTreeState(git, tree.refs.tree, state, signal);
  return { ...tree, state };
}

const union = (first: readonly string[], second: readonly string[]): string[] => [
  ...new Set([...first, ...second]),
];
