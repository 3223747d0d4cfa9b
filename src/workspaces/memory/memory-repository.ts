import type { Files } from "../merge-files.ts";
import type { BranchPlace } from "./memory-branch.ts";
import type { MemoryTree } from "./memory-tree.ts";

export interface Commit {
  /** The ticket's commit that the change is from; `null` for what came with the project. */
  readonly ticketCommit: string | null;
  readonly parent: string | null;
  readonly message: string;
  readonly files: Files;
}

export interface MemoryTicket {
  readonly tree: MemoryTree;
  readonly base: string;
  /** The worker's work when its tree was looked at last, and all that was there: what a check changed is the check's. */
  readonly own: Files;
  readonly seen: Files;
  /** What checks left there and no commit could hold: nobody is asked about it. */
  readonly accounted: ReadonlySet<string>;
  /** Files that file tools wrote: they are committed even where an ignore list covers them. */
  readonly written: Set<string>;
  /** What a commit of it would have held when its check passed last; `null` before that. */
  readonly passed: string | null;
  /** By path: what could not be merged there, as git's index has it. */
  readonly unmerged: Map<string, Unmerged>;
}

/** What is noted of a ticket's work, and is still known where its tree is deleted. */
interface Note {
  readonly files: Files;
  /** See `MemoryTicket`. */
  readonly passed: string | null;
}

/** The two versions of a file that conflict. */
interface Unmerged {
  readonly ours: string;
  readonly theirs: string;
}

/** Of a ticket that begins from a commit with these files. */
export const newMemoryTicket = (base: string, files: Files): MemoryTicket => ({
  tree: { files: new Map(files), folders: new Set() },
  base,
  own: files,
  seen: files,
  accounted: new Set(),
  written: new Set(),
  passed: null,
  unmerged: new Map(),
});

/** What a repository in memory holds. Only the tickets' trees change or go; to all the rest things are only added. */
export interface MemoryRepository {
  readonly commits: Map<string, Commit>;
  readonly tickets: Map<string, MemoryTicket>;
  /** By ticket: what a commit would have held after its last call. */
  readonly noted: Map<string, Note>;
  /** What trees held that is not on the branch, kept when the trees were removed. */
  readonly kept: Files[];
  /** What would have been committed, when a check of it passed. */
  readonly passed: Set<string>;
  /** Tickets that were worked on since the last moment that was noted. */
  readonly changed: Set<string>;
  /** What each moment found changed. */
  readonly history: TicketState[];
}

/** A ticket's tree (if it has one) and what is noted of it, after some work of the ticket. */
interface TicketState {
  readonly ticketId: string;
  readonly ticket: MemoryTicket | null;
  readonly noted: Note | null;
}

/** What a repository held at a moment: how long each growing part was, and how far the history of its trees went. */
export interface RepositoryMoment {
  readonly repository: MemoryRepository;
  readonly branch: BranchPlace;
  readonly sizes: Readonly<Record<"commits" | "kept" | "passed" | "history", number>>;
}

export const newRepository = (): MemoryRepository => ({
  commits: new Map(),
  tickets: new Map(),
  noted: new Map(),
  kept: [],
  passed: new Set(),
  changed: new Set(),
  history: [],
});

export function commitIn({ commits }: Pick<MemoryRepository, "commits">, id: string): Commit {
  const commit = commits.get(id);
  if (commit === undefined) throw new Error(`There is no commit ${id} in this workspace.`);
  return commit;
}

/** Whether a branch with this head has merged a ticket's commit. */
export function holdsCommit(
  repository: Pick<MemoryRepository, "commits">,
  head: string,
  ticketCommit: string,
): boolean {
  for (let id: string | null = head; id !== null; id = commitIn(repository, id).parent)
    if (commitIn(repository, id).ticketCommit === ticketCommit) return true;
  return false;
}

/** Notes what the repository holds now. Only trees that were worked on since the last moment are copied. */
export function repositoryMoment(
  repository: MemoryRepository,
  branch: BranchPlace,
): RepositoryMoment {
  const { commits, tickets, noted, kept, passed, changed, history } = repository;
  for (const ticketId of changed) {
    const ticket = tickets.get(ticketId);
    history.push({
      ticketId,
      ticket: ticket === undefined ? null : copyOf(ticket),
      noted: noted.get(ticketId) ?? null,
    });
  }
  changed.clear();
  const sizes = {
    commits: commits.size,
    kept: kept.length,
    passed: passed.size,
    history: history.length,
  };
  return { repository, branch, sizes };
}

/** A new repository that goes on from a moment of this one. */
export function repositoryAt({ repository, sizes }: RepositoryMoment): MemoryRepository {
  const history = repository.history.slice(0, sizes.history);
  const tickets = new Map<string, MemoryTicket>();
  const noted = new Map<string, Note>();
  for (const state of history) {
    if (state.ticket === null) tickets.delete(state.ticketId);
    else tickets.set(state.ticketId, state.ticket);
    if (state.noted !== null) noted.set(state.ticketId, state.noted);
  }
  for (const [ticketId, ticket] of tickets) tickets.set(ticketId, copyOf(ticket));
  return {
    commits: new Map([...repository.commits].slice(0, sizes.commits)),
    tickets,
    noted,
    kept: repository.kept.slice(0, sizes.kept),
    passed: new Set([...repository.passed].slice(0, sizes.passed)),
    changed: new Set(),
    history,
  };
}

const copyOf = ({ tree, written, unmerged, ...rest }: MemoryTicket): MemoryTicket => ({
  ...rest,
  tree: { files: new Map(tree.files), folders: new Set(tree.folders) },
  written: new Set(written),
  unmerged: new Map(unmerged),
});
