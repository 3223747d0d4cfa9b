import { mkdir, realpath, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Merging } from "../core/merging.ts";
import type { Clock, Workspace } from "../ports.ts";
import { commandParts } from "./command-parts.ts";
import {
  childEnvironment,
  type Environment,
  noVariables,
  type ProjectVariables,
} from "./child-environment.ts";
import { type Confinement, unconfined } from "./confinement.ts";
import { pathInside, readInside, runFileTool } from "./file-tools.ts";
import { openCommits } from "./commits.ts";
import { keepWork } from "./kept/kept-work.ts";
import { leftConflicts } from "./kept/left-conflicts.ts";
import { newNotes } from "./kept/notes.ts";
import { strayFiles } from "./kept/stray-files.ts";
import { conflictError } from "./merge-files.ts";
import { conflictPaths, mergeTrees, resolveTowards } from "./merge-trees.ts";
import { endOrphans, killOrphans, runMarks } from "./shell/orphans.ts";
import { missingProgram, refuseNoExec, untriedCheckError } from "./shell/missing-program.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { newProcessGroups } from "./shell/process-groups.ts";
import { pathName, refNames } from "./ref-names.ts";
import { waysElsewhere } from "./looks-elsewhere.ts";
import { surveyCommit } from "./survey.ts";
import { objectFolders, openRepository } from "./repository.ts";
import { openRunBranch } from "./run-branch.ts";
import { checkOutcome, shellOutcome } from "./shell/shell.ts";
import { openTreeShell } from "./shell/tree-shell.ts";
import { ticketContext, type Skeletons } from "./ticket-context.ts";
import { openTicketTrees, removeFolder, type TicketTree } from "./ticket-tree.ts";
import { noteWritten } from "./snapshot.ts";
import { begin, moveWork, takeWork, withCheck } from "./ticket-work.ts";
import { showCommit } from "./worker-repository.ts";
import { treeLostError } from "../core/trouble.ts";
import { pathsChangedBy } from "../core/tools/tools.ts";
import { readToolInput } from "./tool-input.ts";

export interface WorktreeOptions {
  /** Anywhere inside the repository. */
  readonly repositoryRoot: string;
  readonly runId: string;
  /** Where a new run's branch begins; HEAD where it is absent. A run that exists keeps its branch. */
  readonly baseCommit?: string;
  /** Where the log of a run that goes on says that its branch is. */
  readonly lastHead?: string | null;
  /** Outside the user's tree: `<worktreesRoot>/<run>/<ticket>`. */
  readonly worktreesRoot: string;
  readonly skeletons: Skeletons;
  /** Runs once in each new tree, before anything else does: what installs dependencies. */
  readonly setupCommand?: string | null;
  readonly environment: Environment;
  /** What commands get besides the usual variables. */
  readonly variables?: ProjectVariables;
  readonly confinement?: Confinement;
  readonly clock: Clock;
}

export interface WorktreeWorkspace extends Workspace {
  /** The run's branch, as `git switch` takes it. */
  readonly branch: string;
  /**
   * Removes every tree of the run. Its branch stays, so that a resume can make the trees anew, and so does what
   * the trees held and the branch does not: in refs below `refs/rehearsal/<run>/kept/`.
   */
  close(): Promise<void>;
  /** Kills, in this very call, every command that is running, with its children: for who is about to exit. */
  killAll(): void;
}

/**
 * A git repository as a workspace. The user's tree, index and current branch are never touched: a run has
 * a branch of its own, each ticket a repository elsewhere that shares the objects, and merging happens in the
 * object store.
 */
export async function openWorktreeWorkspace(options: WorktreeOptions): Promise<WorktreeWorkspace> {
  const { environment, clock, skeletons } = options;
  await mkdir(options.worktreesRoot, { recursive: true });
  const { git, gitDirectory, objectFormat, headCommit } = await openRepository(options);
  const marks = runMarks(options);
  // Before anything else: they would go on working in the trees that are used again.
  await endOrphans(marks, clock);
  const commandEnvironment = {
    ...childEnvironment(environment, options.variables ?? noVariables),
    ...marks,
  };
  const refs = refNames(options.runId);
  const run = openRunBranch(git, refs, {
    begin: options.baseCommit ?? headCommit,
    last: options.lastHead ?? null,
  });
  const commits = await openCommits(git, environment);
  const directory = join(await realpath(options.worktreesRoot), pathName(options.runId));
  const trees = openTicketTrees({ git, environment, gitDirectory, objectFormat, refs, directory });
  const serially = oneAtATime();
  const groups = newProcessGroups();
  const { confinement = unconfined } = options;
  const shell = openTreeShell({
    confinement,
    environment,
    variables: commandEnvironment,
    objectFolders: confinement.type === "sandbox" ? await objectFolders(git, gitDirectory) : [],
    clock,
    groups,
  });
  const note = newNotes(git, clock);

  return {
    branch: run.name,
    commandParts,
    close: () =>
      serially(async () => {
        for (const ticketId of await trees.all()) await leave(ticketId, { merged: null });
        await removeFolder(directory);
        await rmdir(dirname(directory)).catch(() => undefined);
      }),
    killAll() {
      groups.killAll();
      killOrphans(marks);
    },

    async survey(signal) {
      // Only now, since the log holds that it begins: a process that is killed earlier leaves no branch.
      await run.start();
      return surveyCommit(git, refs.runBranch, signal);
    },

    async prepare({ ticketId, fresh, files }, signal) {
      await run.start();
      // An attempt that goes on with earlier work must fail where that tree is gone, and not begin anew unnoticed.
      const tree = fresh ? await newTree(ticketId, signal) : await treeOf(ticketId, signal);
      const { directory: root } = tree.place;
      return ticketContext(files, (path) => readInside(root, path), skeletons);
    },

    async runTool(ticketId, call, signal) {
      const tree = await treeOf(ticketId, signal);
      const judged = readToolInput(call.tool, call.input);
      if (!judged.ok) return { text: judged.problem, isError: true };
      const { input } = judged;
      const { directory: root } = tree.place;
      if (input.tool === "bash") {
        const result = await shell.run(input.command, root, signal);
        await note(tree);
        return shellOutcome(result);
      }
      const outcome = await runFileTool(root, input, signal);
      const paths = pathsChangedBy(call.tool, call.input);
      if (paths.length === 0 || outcome.isError) return outcome;
      for (const path of paths) await noteWritten(tree.place, await pathInside(root, path));
      await note(tree);
      return outcome;
    },

    async check({ ticketId, command, merging }, signal) {
      const found = await treeOf(ticketId, signal);
      const tree = merging === undefined ? found : await moveOnto(found, merging, signal);
      const place = tree.place.directory;
      const result = await withCheck(git, tree, {
        run: () => shell.run(command, place, signal),
        hasPassed: (ended) => checkOutcome(ended).passed,
        signal,
      });
      const missing = await missingProgram({ command, root: place }, result, (name) =>
        shell.finds(name, place, signal),
      );
      if (missing !== null) throw untriedCheckError(command, missing);
      await refuseNoExec(command, result, tree.place);
      const { repositoryRoot: root } = options;
      const look = { root, tree: place, environment: commandEnvironment, command };
      const elsewhere = await waysElsewhere(look);
      return { ...checkOutcome(result), ...(elsewhere.length > 0 && { elsewhere }) };
    },

    async commit(ticketId, message, signal) {
      const { tree, leftovers: left } = await takeWork(git, await treeOf(ticketId, signal), signal);
      const conflicts = await leftConflicts(git, tree, signal);
      const leftovers = [...left, ...(await strayFiles(git, tree, signal)), ...conflicts];
      const { base, own } = tree.state;
      if (own === (await commits.read(base, signal)).tree) {
        // Nothing of this ticket is merged, and it may be the last: the run is done only with what was merged before.
        await run.head(signal);
        return { commit: null, leftovers };
      }
      const content = { tree: own, parents: [base], message };
      const before = await git.resolve(tree.refs.commit, { signal });
      if (before !== null && (await commits.isSame(before, content, signal)))
        return { commit: before, leftovers };
      const commit = await commits.write(content, signal);
      await git.run(["update-ref", tree.refs.commit, commit], { signal });
      const { directory: root, indexFile } = tree.place;
      // As long as a conflict is left, the worker's own index says of what.
      if (conflicts.length === 0) await showCommit(root, { commit, indexFile });
      return { commit, leftovers };
    },

    async compare(ticketId, commit, signal) {
      const head = await run.head(signal);
      // Already merged by a process that then crashed: the ticket's tree is gone, and there is nothing to compare.
      if (await run.holds(commit, signal)) return { conflicts: [], moved: false };
      const { tree, parents } = await commits.read(commit, signal);
      const checked = (await trees.recall(ticketId, signal))?.state.passed ?? tree;
      // The branch has not moved since the ticket began.
      if (parents[0] === head) return { conflicts: [], moved: tree !== checked };
      const merged = await mergeTrees(git, { head, commit }, signal);
      const conflicts = conflictPaths(merged);
      return { conflicts, moved: conflicts.length > 0 || merged.tree !== checked };
    },

    merge: ({ ticketId, commit, side }, signal) =>
      serially(async () => {
        let head = await run.head(signal);
        if (!(await run.holds(commit, signal))) {
          await run.refuseWhereCheckedOut(signal);
          const merging = { commit, side };
          const { tree, message: said } = await mergedTree(ticketId, head, merging, signal);
          const message = `${said}\n\nRehearsal-Ticket: ${ticketId}\nRehearsal-Commit: ${commit}\n`;
          const merged = await commits.write({ tree, parents: [head], message }, signal);
          await run.move(head, merged, signal);
          head = merged;
        }
        await leave(ticketId, { merged: commit });
        return head;
      }),
  };

  async function newTree(ticketId: string, signal: AbortSignal): Promise<TicketTree> {
    const tree = await serially(async () => {
      await leave(ticketId, { merged: null });
      const base = await run.head(signal);
      const { tree } = await commits.read(base, signal);
      return trees.create(ticketId, { base, tree }, signal);
    });
    // Not in turn: what installs dependencies may take long, and others can go on meanwhile.
    const { setupCommand = null, repositoryRoot } = options;
    const { directory: place } = tree.place;
    if (setupCommand !== null)
      await shell.setUp(setupCommand, { directory: place, repositoryRoot }, signal);
    return begin(git, tree, signal);
  }

  /** The tree that a merge puts on the run's branch, and the words of the ticket's commit. */
  async function mergedTree(
    ticketId: string,
    head: string,
    { commit, side }: Merging,
    signal: AbortSignal,
  ): Promise<{ readonly tree: string; readonly message: string }> {
    const { tree, parents, message } = await commits.read(commit, signal);
    if (parents[0] === head) return { tree, message };
    const merged = await mergeTrees(git, { head, commit }, signal);
    if (merged.conflicts.length === 0) return { tree: merged.tree, message };
    if (side !== null) return { tree: await resolveTowards(git, merged, side, signal), message };
    throw conflictError(ticketId, run.name, conflictPaths(merged));
  }

  /** Lets a ticket's work stand on the branch as it is now, merged as it would be. */
  async function moveOnto(
    tree: TicketTree,
    merging: Merging,
    signal: AbortSignal,
  ): Promise<TicketTree> {
    const base = await run.head(signal);
    const { tree: merged } = await mergedTree(tree.ticketId, base, merging, signal);
    const moved = await moveWork(git, tree, { base, merged }, signal);
    const { directory: root, indexFile } = moved.place;
    await showCommit(root, { commit: base, indexFile });
    return moved;
  }

  /** Removes a ticket's tree; what it holds and the run's branch does not is kept in a ref. `merged`: its commit there. */
  async function leave(
    ticketId: string,
    { merged }: { readonly merged: string | null },
  ): Promise<void> {
    const { signal } = new AbortController();
    const tree = await trees.recall(ticketId, signal);
    if (tree !== null) {
      const standing = merged === null ? null : await run.treeOf(merged, signal);
      await keepWork({ git, commits }, tree, { merged, standing }, signal);
      await trees.forget(ticketId);
    }
    await trees.clear(ticketId);
  }

  async function treeOf(ticketId: string, signal: AbortSignal): Promise<TicketTree> {
    const tree = await trees.find(ticketId, signal);
    if (tree !== null) return tree;
    throw treeLostError(
      `The tree of ticket ${ticketId} was deleted from ${directory}. Keep what cleans that folder from it, ` +
        "then resume the run: the ticket begins again.",
    );
  }
}
