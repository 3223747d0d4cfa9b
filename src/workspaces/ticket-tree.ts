import { chmod, lstat, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { makeEnterable } from "./add-files.ts";
import type { Environment } from "./child-environment.ts";
import type { Git } from "./git.ts";
import { rejectForeign } from "./kept/foreign-files.ts";
import { idOfName, pathName, type RefNames, type TicketRefs } from "./ref-names.ts";
import type { Place } from "./snapshot.ts";
import { checkOut } from "./sparse-trees.ts";
import { readTreeState, type TreeState } from "./tree-state.ts";
import { createWorkerRepository, findObjects, showCommit } from "./worker-repository.ts";

/** Where a ticket's files are, and what is known of them. */
export interface TicketTree {
  readonly ticketId: string;
  readonly place: Place;
  readonly refs: TicketRefs;
  readonly state: TreeState;
}

/** The trees of one run's tickets, outside the user's own tree, each with a repository of its own. */
export interface TicketTrees {
  find(ticketId: string, signal: AbortSignal): Promise<TicketTree | null>;
  /** What is known of a tree, even where somebody has deleted it, or its repository has lost the state of it. */
  recall(ticketId: string, signal: AbortSignal): Promise<TicketTree | null>;
  /**
   * Makes a tree where there is none. It can be found only once its state is written, so that what a crash before
   * that leaves is no tree.
   */
  create(
    ticketId: string,
    content: { readonly base: string; readonly tree: string },
    signal: AbortSignal,
  ): Promise<TicketTree>;
  /** Deletes a tree's state. Without it the tree counts as gone, even where a crash then leaves its files behind. */
  forget(ticketId: string): Promise<void>;
  /** Removes the files, or what is left of them, of a tree whose state is deleted. */
  clear(ticketId: string): Promise<void>;
  /** The tickets that have a state or files here. */
  all(): Promise<readonly string[]>;
}

/** `directory` is the run's own folder, canonical; `gitDirectory` the repository's common one. */
export function openTicketTrees(run: {
  readonly git: Git;
  readonly environment: Environment;
  readonly gitDirectory: string;
  readonly objectFormat: string;
  readonly refs: RefNames;
  readonly directory: string;
}): TicketTrees {
  const { git, refs } = run;
  const whereIs = (ticketId: string) => {
    const directory = join(run.directory, pathName(ticketId));
    const place: Place = {
      directory,
      indexFile: `${directory}%index`,
      writtenFile: `${directory}%written`,
      begunFile: `${directory}%begun`,
    };
    return { ticketId, refs: refs.ticket(ticketId), place };
  };

  const known = async (ticketId: string, signal: AbortSignal) => {
    const where = whereIs(ticketId);
    const state = await readTreeState(git, where.refs.tree, signal);
    return state === null ? null : { ...where, state };
  };

  /** A tree whose repository has lost the state of it: all that differs in it from its beginning may be the worker's. */
  async function stateless(ticketId: string, signal: AbortSignal): Promise<TicketTree | null> {
    const where = whereIs(ticketId);
    const { begunFile, indexFile } = where.place;
    const begun = await readFile(begunFile, "utf8").catch(() => null);
    if (begun === null || !(await isThere(where.place))) return null;
    const base = (await git.resolve(begun, { signal })) ?? (await git.resolve("HEAD", { signal }));
    if (base === null) return null;
    // It may name objects that were lost with the state.
    await rm(indexFile, { force: true });
    const tree = (await git.run(["rev-parse", `${base}^{tree}`], { signal })).trim();
    return { ...where, state: newState(base, tree) };
  }

  return {
    recall: async (ticketId, signal) =>
      (await known(ticketId, signal)) ?? (await stateless(ticketId, signal)),
    async find(ticketId, signal) {
      const { place } = whereIs(ticketId);
      if (!(await isThere(place))) return null;
      await makeEnterable(place.directory);
      await clearWay(place);
      await findObjects(place.directory, run.gitDirectory);
      return known(ticketId, signal);
    },
    async create(ticketId, { base, tree }, signal) {
      const where = whereIs(ticketId);
      const { place } = where;
      const { directory, indexFile } = place;
      await mkdir(directory, { recursive: true });
      await createWorkerRepository({ ...run, directory, signal });
      await checkOut(git, place, { tree, start: refs.start }, signal);
      await showCommit(directory, { commit: base, indexFile });
      return { ...where, state: newState(base, tree) };
    },
    async forget(ticketId) {
      const { refs: ticket, place } = whereIs(ticketId);
      await rm(place.begunFile, { force: true });
      const input = `delete ${ticket.tree}\ndelete ${ticket.commit}\n`;
      await git.run(["update-ref", "--stdin"], { input });
    },
    async clear(ticketId) {
      const { place } = whereIs(ticketId);
      await removeFolder(place.directory);
      for (const { name } of await entriesBeside(place))
        await removeFolder(join(run.directory, name));
    },
    async all() {
      const listed = await git.run(["for-each-ref", "--format=%(refname)", refs.trees]);
      const folders = await readdir(run.directory).catch(() => []);
      const names = [...listed.split("\n").map((ref) => ref.split("/").at(-1) ?? ""), ...folders];
      // What is no ticket's (an index that a crash left, a file that a worker put there) has no such name.
      return [...new Set(names.map(idOfName))].filter((id) => id !== null);
    },
  };
}

const newState = (base: string, tree: string): TreeState => ({
  base,
  own: tree,
  seen: tree,
  checking: false,
  accounted: [],
  submodules: {},
  nested: [],
  passed: null,
});

/** What is ours beside a ticket's tree. */
async function entriesBeside({ directory }: Place) {
  const entries = await readdir(dirname(directory), { withFileTypes: true }).catch(() => []);
  const own = `${basename(directory)}%`;
  // The tree of a ticket whose id has two dots may be called so, too.
  return entries.filter(({ name }) => name.startsWith(own) && idOfName(name) === null);
}

/** What is ours there are files: a program may have put a folder in the place of one, and git stops at it. */
async function clearWay(place: Place): Promise<void> {
  for (const entry of await entriesBeside(place))
    if (entry.isDirectory()) await removeFolder(join(dirname(place.directory), entry.name));
}

/** Also where a package manager left folders that nobody may write in. */
export async function removeFolder(directory: string): Promise<void> {
  const options = { recursive: true, force: true } as const;
  try {
    await rm(directory, options);
  } catch {
    await unlock(directory)
      .then(() => rm(directory, options))
      .catch(rejectForeign(directory));
  }
}

async function unlock(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await unlock(join(directory, entry.name));
}

/** Whether a tree's folder is there. A link is none: what ran in the tree may have put one in its place. */
export async function isThere({ directory }: Place): Promise<boolean> {
  return lstat(directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
