import { posix } from "node:path";
import { hashOf } from "../core/json.ts";
import type { TicketId } from "../core/ids.ts";
import { treeLostError } from "../core/trouble.ts";
import { pathsChangedBy } from "../core/tools/tools.ts";
import type { Merging } from "../core/merging.ts";
import type { Workspace } from "../ports.ts";
import { commandParts } from "./command-parts.ts";
import { conflictError, mergeFiles, type Files } from "./merge-files.ts";
import {
  afterCheck,
  changedFiles,
  changedPaths,
  committable,
  keyOfFiles,
  leftOut,
  recordOfFiles,
  workIn,
} from "./memory/memory-commit.ts";
import { leaveConflictIn, type LeftConflict, unsolvedIn } from "./memory/memory-conflict.ts";
import { openMemoryBranch } from "./memory/memory-branch.ts";
import { type LostTree, type MemoryRemains, remainsOfMemory } from "./memory/memory-remains.ts";
import { runMemoryCheck, runMemoryShell, warmUpMemoryShell } from "./memory/memory-shell.ts";
import {
  type Commit,
  commitIn,
  holdsCommit,
  newMemoryTicket,
  newRepository,
  repositoryAt,
  repositoryMoment,
  type RepositoryMoment,
  type MemoryTicket,
} from "./memory/memory-repository.ts";
import { put, runMemoryTool } from "./memory/memory-tree.ts";
import { isReserved, reservedRefusal } from "./reserved.ts";
import { isProjectDocument, projectDocument, surveyFilesMax } from "./project-documents.ts";
import { shellOutcome } from "./shell/shell.ts";
import { ticketContext, type Skeletons } from "./ticket-context.ts";
import { readToolInput } from "./tool-input.ts";

interface MemoryCheck {
  readonly ticketId: TicketId;
  readonly attempt: number;
  readonly command: string;
}

export interface MemoryOptions {
  /** The project at the run's start, text by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly skeletons: Skeletons;
  /** The scripted result of a check; `null`: the shell runs it. */
  readonly checkScript?: (
    check: MemoryCheck,
  ) => { readonly passed: boolean; readonly output: string } | null;
  /** What another one held at a moment, to go on from there; absent: it begins with the project. */
  readonly from?: RepositoryMoment;
}

export interface MemoryWorkspace extends Workspace {
  /** Loads what is imported lazily, so that every later call settles in microtasks; of commands, those among these words. */
  warmUp(words: ReadonlySet<string> | "all"): Promise<void>;
  filesOnBranch(): Readonly<Record<string, string>>;
  /** Where each text is that a run may not lose, and what is the user's. */
  remains(): MemoryRemains;
  /** Takes a ticket's tree away, as somebody who clears a cache does, and answers what was in it. */
  loseTree(ticketId: string): LostTree;
  /** See `leaveConflictIn`; what the ticket has made by then is kept, as in a stash. */
  leaveConflict(ticketId: string): LeftConflict | null;
  /** Moves the run's branch back by a commit, as somebody else may; `putBranchBack` mends that. */
  moveBranchBack(): void;
  putBranchBack(): void;
  /** The ticket's tree as it is; `null` where it has none. */
  filesOf(ticketId: string): Readonly<Record<string, string>> | null;
  /** What it holds by now. To be asked while no call is under way. */
  moment(): RepositoryMoment;
}

/**
 * A repository in memory, for simulations. It stands for the disk: it survives a simulated crash, and the next
 * process goes on with it. Equal calls in equal order give equal commit ids.
 */
export function openMemoryWorkspace(options: MemoryOptions): MemoryWorkspace {
  const { skeletons, checkScript } = options;
  const repository = options.from === undefined ? newRepository() : repositoryAt(options.from);
  const { commits, tickets, noted, kept, passed, changed } = repository;
  const start: Files = new Map(Object.entries(options.files));
  const commitOf = (id: string) => commitIn(repository, id);
  const isOnBranch = (commit: string) => holdsCommit(repository, branch.head(), commit);
  const first = keep({ ticketCommit: null, parent: null, message: "start", files: start });
  const branch = openMemoryBranch(options.from?.branch ?? { tip: first, merged: first });

  return {
    commandParts,
    remains: () => remainsOfMemory({ repository, head: branch.place.tip, start }),
    moment: () => repositoryMoment(repository, branch.place),
    moveBranchBack: () => branch.moveBack((id) => commitOf(id).parent),
    putBranchBack: () => branch.putBack(),
    loseTree(ticketId) {
      changed.add(ticketId);
      const ticket = tickets.get(ticketId);
      if (ticket === undefined) return { uncommitted: [], committable: {} };
      const files = noted.get(ticketId)?.files ?? new Map();
      keepTree({ files, base: ticket.base });
      noted.set(ticketId, { files, passed: ticket.passed });
      tickets.delete(ticketId);
      const uncommitted = leftoversOf(ticket).map(({ path }) => path);
      return { uncommitted, committable: recordOfFiles(ownOf(ticket)) };
    },
    leaveConflict(ticketId) {
      const ticket = tickets.get(ticketId);
      if (ticket === undefined) return null;
      changed.add(ticketId);
      keepTree({ files: workIn(ticket), base: ticket.base });
      return leaveConflictIn(ticket, commitOf(ticket.base).files, ownOf(ticket));
    },
    filesOnBranch: () => recordOfFiles(commitOf(branch.place.tip).files),
    filesOf(ticketId) {
      const ticket = tickets.get(ticketId);
      return ticket === undefined ? null : recordOfFiles(ticket.tree.files);
    },
    async warmUp(words) {
      await warmUpMemoryShell(words);
      await skeletons.skeletonOf("warm-up.ts", "export {};");
      await commandParts("true");
    },

    async survey(signal) {
      signal.throwIfAborted();
      const files = [...commitOf(branch.place.tip).files].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return {
        files: files.slice(0, surveyFilesMax).map(([path]) => path),
        documents: files
          .filter(([path]) => isProjectDocument(path))
          .map(([path, text]) => projectDocument(path, text)),
      };
    },

    async prepare({ ticketId, fresh, files }, signal) {
      signal.throwIfAborted();
      changed.add(ticketId);
      const ticket = fresh ? newTicket(ticketId) : ticketOf(ticketId);
      note(ticketId, ticket);
      const readText = async (path: string) => ticket.tree.files.get(path) ?? null;
      return ticketContext(files, readText, skeletons);
    },

    async runTool(ticketId, call, signal) {
      signal.throwIfAborted();
      changed.add(ticketId);
      const ticket = ticketOf(ticketId);
      const { tree, written } = ticket;
      const judged = readToolInput(call.tool, call.input);
      if (!judged.ok) return { text: judged.problem, isError: true };
      const { input } = judged;
      const paths = pathsChangedBy(call.tool, call.input);
      const reserved = paths.find((path) => isReserved(posix.normalize(path)));
      if (reserved !== undefined)
        return { text: reservedRefusal(input.tool, reserved), isError: true };
      if (input.tool !== "bash") {
        const outcome = runMemoryTool(tree, input);
        if (!outcome.isError) for (const path of paths) written.add(posix.normalize(path));
        note(ticketId, ticket);
        return outcome;
      }
      const result = await runMemoryShell(tree, input.command, signal);
      note(ticketId, ticket);
      return shellOutcome(result);
    },

    async check(check, signal) {
      signal.throwIfAborted();
      changed.add(check.ticketId);
      if (check.merging !== undefined) moveOnto(check.ticketId, check.merging);
      const ticket = ticketOf(check.ticketId);
      const checked = keyOfFiles(ownOf(ticket));
      const left = leftoversOf(ticket);
      const own = new Map(workIn(ticket));
      const outcome =
        checkScript?.(check) ?? (await runMemoryCheck(ticket.tree, check.command, signal));
      if (outcome.passed) passed.add(checked);
      // A tree that was deleted meanwhile does not come back.
      if (tickets.get(check.ticketId) === ticket)
        tickets.set(check.ticketId, {
          ...afterCheck(ticket, { own, left, leftNow: leftoversOf(ticket) }),
          passed: outcome.passed ? checked : ticket.passed,
        });
      return outcome;
    },

    async commit(ticketId, message, signal) {
      signal.throwIfAborted();
      const ticket = ticketOf(ticketId);
      const { base } = ticket;
      const files = ownOf(ticket);
      const before = commitOf(base).files;
      const leftovers = [...leftoversOf(ticket), ...unsolvedIn(ticket, before)];
      if (keyOfFiles(files) !== keyOfFiles(before)) {
        const commit = keep({ ticketCommit: null, parent: base, message, files });
        return { commit, leftovers };
      }
      // Nothing of this ticket is merged, and it may be the last: the run is done only with what was merged before.
      branch.head();
      return { commit: null, leftovers };
    },

    async compare(ticketId, commit, signal) {
      signal.throwIfAborted();
      if (isOnBranch(commit)) return { conflicts: [], moved: false };
      const { conflicts, files } = merged(commit, "branch");
      const known = tickets.get(ticketId) ?? noted.get(ticketId);
      const checked = known?.passed ?? keyOfFiles(commitOf(commit).files);
      return { conflicts, moved: conflicts.length > 0 || keyOfFiles(files) !== checked };
    },

    async merge({ ticketId, commit, side }, signal) {
      signal.throwIfAborted();
      changed.add(ticketId);
      if (!isOnBranch(commit)) {
        const files = mergedOrRefused(ticketId, { commit, side });
        const { message } = commitOf(commit);
        branch.moveTo(keep({ ticketCommit: commit, parent: branch.head(), message, files }));
      }
      const ticket = tickets.get(ticketId);
      if (ticket !== undefined) keepTree({ files: workIn(ticket), base: ticket.base });
      tickets.delete(ticketId);
      return branch.head();
    },
  };

  /** A tree from the branch as it is now; what the ticket's tree before held is kept. */
  function newTicket(ticketId: string): MemoryTicket {
    const before = tickets.get(ticketId);
    if (before !== undefined) keepTree({ files: workIn(before), base: before.base });
    const head = branch.head();
    const ticket = newMemoryTicket(head, commitOf(head).files);
    tickets.set(ticketId, ticket);
    return ticket;
  }

  function note(ticketId: string, ticket: MemoryTicket): void {
    noted.set(ticketId, { files: ownOf(ticket), passed: ticket.passed });
  }

  /** What a commit of the ticket's tree would hold. */
  function ownOf(ticket: MemoryTicket): Files {
    return committable({ files: workIn(ticket), before: commitOf(ticket.base).files });
  }

  function leftoversOf({ tree, base, written, accounted }: MemoryTicket) {
    const left = leftOut({ files: tree.files, before: commitOf(base).files, written });
    return left.filter(({ path, why }) => why === "ignored" || !accounted.has(path));
  }

  /** Keeps what a tree that is removed holds otherwise than the commit that it began from, be it merged or not. */
  function keepTree({ files, base }: { readonly files: Files; readonly base: string }): void {
    const before = commitOf(base).files;
    kept.push(new Map([...files].filter(([path, text]) => before.get(path) !== text)));
  }

  function keep(commit: Commit): string {
    const id = hashOf({ ...commit, files: recordOfFiles(commit.files) }).slice(0, 40);
    commits.set(id, commit);
    return id;
  }

  function ticketOf(ticketId: string): MemoryTicket {
    const ticket = tickets.get(ticketId);
    if (ticket === undefined)
      throw treeLostError(`The ticket ${ticketId} has no tree. It must be prepared first.`);
    return ticket;
  }

  function merged(id: string, side: "branch" | "ticket") {
    const { parent, files } = commitOf(id);
    const base = parent === null ? start : commitOf(parent).files;
    return mergeFiles({ base, branch: commitOf(branch.head()).files, ticket: files, side });
  }

  function mergedOrRefused(ticketId: string, { commit, side }: Merging): Files {
    const { files, conflicts } = merged(commit, side ?? "branch");
    if (side !== null || conflicts.length === 0) return files;
    throw conflictError(ticketId, "the run's branch", conflicts);
  }

  /** The ticket's work becomes what the merge would put on the branch; what no commit holds stays. */
  function moveOnto(ticketId: string, merging: Merging): void {
    const ticket = ticketOf(ticketId);
    const { tree } = ticket;
    const files = mergedOrRefused(ticketId, merging);
    const change = { from: ownOf(ticket), to: files };
    const own = changedFiles(workIn(ticket), change);
    const after = changedFiles(tree.files, change);
    for (const path of changedPaths(tree.files, after)) put(tree, path, after.get(path) ?? null);
    tickets.set(ticketId, { ...ticket, base: branch.head(), own, seen: after });
  }
}
