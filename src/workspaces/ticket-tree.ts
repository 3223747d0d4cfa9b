import { copyFile, lstat, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Git, type GitCall, gitError } from "./git.ts";
import { idOfName, pathName, type RefNames, type TicketRefs } from "./ref-names.ts";

/** Where a ticket's files are, and the commit that they started from. */
export interface TicketTree {
  readonly ticketId: string;
  readonly directory: string;
  readonly base: string;
  readonly refs: TicketRefs;
}

/** The worktrees of one run, outside the user's own tree; what exists on disk is all their state. */
export interface TicketTrees {
  find(ticketId: string, signal: AbortSignal): Promise<TicketTree | null>;
  /**
   * Makes the tree anew from the run's branch as it is now; what was there is thrown away. It can be
   * found only once it is `complete`, so that a crash before that makes it anew.
   */
  create(ticketId: string, signal: AbortSignal): Promise<TicketTree>;
  complete(tree: TicketTree, signal: AbortSignal): Promise<void>;
  /** Takes the tree and its refs away; does nothing where there are none. */
  remove(ticketId: string): Promise<void>;
  removeAll(): Promise<void>;
  /** Writes the tree's files as a git tree: all changes, but what is ignored. Answers its id. */
  write(tree: TicketTree, signal: AbortSignal): Promise<string>;
}

/** `directory` is the run's own folder, canonical; `gitDirectory` the repository's common one. */
export function openTicketTrees(run: {
  readonly git: Git;
  readonly gitDirectory: string;
  readonly refs: RefNames;
  readonly directory: string;
}): TicketTrees {
  const { git, refs } = run;
  const directoryOf = (ticketId: string) => join(run.directory, pathName(ticketId));

  return {
    async find(ticketId, signal) {
      const ticket = refs.ticket(ticketId);
      const directory = directoryOf(ticketId);
      const base = await git.resolve(ticket.base, { signal });
      if (base === null || !(await isDirectory(directory))) return null;
      return { ticketId, directory, base, refs: ticket };
    },
    async create(ticketId, signal) {
      await remove(ticketId);
      const ticket = refs.ticket(ticketId);
      const directory = directoryOf(ticketId);
      const base = (await git.run(["rev-parse", refs.runBranch], { signal })).trim();
      await mkdir(run.directory, { recursive: true });
      const branch = ticket.branch.replace("refs/heads/", "");
      const add = ["worktree", "add", "--force", "--quiet", "-B", branch, directory, base];
      await git.run(add, { signal });
      return { ticketId, directory, base, refs: ticket };
    },
    async complete({ refs: ticket, base }, signal) {
      await git.run(["update-ref", ticket.base, base], { signal });
    },
    remove,
    async removeAll() {
      const listed = await git.run(["for-each-ref", "--format=%(refname)", ...refs.ticketPrefixes]);
      const folders = await readdir(run.directory).catch(() => []);
      const names = [...listed.split("\n").map((ref) => ref.split("/").at(-1) ?? ""), ...folders];
      // What is no ticket's (an index that a crash left, a file that a worker put there) goes with the folder.
      for (const id of new Set(names.map(idOfName))) if (id !== null) await remove(id);
      await rm(run.directory, { recursive: true, force: true });
    },
    async write({ directory, base }, signal) {
      // An index of our own: the tree's may be locked or tampered with by what ran there.
      const indexFile = `${directory}%index`;
      await removeIndex(indexFile);
      try {
        const call = { signal, workTree: { directory, indexFile } };
        await git.run(["read-tree", base], call);
        await addAll(directory, call);
        const tree = (await git.run(["write-tree"], call)).trim();
        // The tree's branch moves to the new commit: `git status` there then shows what came since.
        const own = await administrationOf(directory);
        if (own !== null) await copyFile(indexFile, join(own, "index"));
        return tree;
      } finally {
        await removeIndex(indexFile);
      }
    },
  };

  async function addAll(directory: string, call: GitCall): Promise<void> {
    const args = ["add", "--all", "--", "."];
    const result = await git.attempt(args, call);
    if (result.exitCode === 0) return;
    const nested = /^error: '(.+?)\/?' does not have a commit checked out$/m.exec(result.stderr);
    if (nested === null) throw gitError(args, directory, result);
    throw new Error(
      `The ticket's work can't be committed: ${nested[1]} in its tree is a git repository of its own, ` +
        "without a commit, so git can't tell what to take of it. Say in the epic that `git init` is not " +
        "wanted there, or list the folder in .gitignore, then start the run again.",
    );
  }

  async function remove(ticketId: string): Promise<void> {
    const ticket = refs.ticket(ticketId);
    const directory = directoryOf(ticketId);
    // The base goes first: without it there is no tree, however much of it a crash leaves behind.
    await git.run(["update-ref", "-d", ticket.base]);
    await rm(directory, { recursive: true, force: true });
    await removeIndex(`${directory}%index`);
    const own = await administrationOf(directory);
    if (own !== null) await rm(own, { recursive: true, force: true });
    await git.run(["update-ref", "-d", ticket.commit]);
    await git.run(["update-ref", "-d", ticket.branch]);
  }

  /**
   * Git's own folder for a worktree, found from git's side: the tree's `.git` file is in reach of what
   * runs there.
   */
  async function administrationOf(directory: string): Promise<string | null> {
    const parent = join(run.gitDirectory, "worktrees");
    for (const name of await readdir(parent).catch(() => [])) {
      const link = Bun.file(join(parent, name, "gitdir"));
      const target = await link.text().catch(() => "");
      if (target.trim() === join(directory, ".git")) return join(parent, name);
    }
    return null;
  }
}

async function removeIndex(indexFile: string): Promise<void> {
  await rm(indexFile, { force: true });
  await rm(`${indexFile}.lock`, { force: true });
}

/** A link is no folder here: what ran in the tree may have put one in its place. */
async function isDirectory(path: string): Promise<boolean> {
  return lstat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
