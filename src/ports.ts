import type { ToolCall } from "./core/message.ts";
import type { Delta, StopReason } from "./core/reply/delta.ts";
import type { ModelRequest } from "./core/effect.ts";
import type { Document, Event } from "./core/event.ts";
import type { Leftover } from "./core/leftover.ts";
import type { Merging } from "./core/merging.ts";
import type { Failure } from "./core/failure.ts";
import type { PopupId, RunId, TicketId } from "./core/ids.ts";
import type { Answer, Popup } from "./core/gates/popup.ts";
import type { Usage } from "./core/ledger/usage.ts";

/** What a call to a model brings. `usage` is cumulative; `completed` or `failed` comes last, once. */
export type ProviderEvent =
  | { readonly type: "delta"; readonly delta: Delta }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "completed"; readonly stopReason: StopReason }
  | { readonly type: "failed"; readonly failure: Failure };

/** A way to models. */
export interface Provider {
  /**
   * Sends one request, once (no retries), and yields batches of what comes back: a batch is what one turn
   * of the event loop brought. Never throws; an abort of `signal` closes the socket and ends the
   * iteration with a `cancelled` failure. `alive` is called for whatever comes, a ping among it, which says
   * no more than that the server is there.
   */
  stream(
    request: ModelRequest,
    signal: AbortSignal,
    alive?: () => void,
  ): AsyncIterable<readonly ProviderEvent[]>;
}

/** A way to the person who decides. */
export interface Approver {
  /**
   * Shows a popup. Answers go to `submit`, which may be called at any later time, also twice or too late:
   * the core refuses what does not fit. Resolves once it is shown, to `false` where nobody can be asked.
   */
  show(popup: Popup, submit: (answer: Answer) => void): Promise<boolean>;
  /** The popup is decided or gone: take it off the screen. */
  close(popupId: PopupId): void;
}

export interface ToolOutcome {
  readonly text: string;
  readonly isError: boolean;
}

export interface Committed {
  /** `null`: there is no change that a commit can hold. */
  readonly commit: string | null;
  /** What the worker wrote besides; it stays in the tree, and later in a ref of the run. */
  readonly leftovers: readonly Leftover[];
}

export interface Checked {
  readonly passed: boolean;
  readonly output: string;
  /** The ways by which it may have tested the user's checkout instead of the ticket's tree, where some were seen. */
  readonly elsewhere?: readonly string[];
}

/** What a ticket's commit meets on the run's branch. */
export interface Comparison {
  /** The paths that both sides changed. */
  readonly conflicts: readonly string[];
  /** Merged, it would be another tree than the ticket's own, which is the one that was checked. */
  readonly moved: boolean;
}

/**
 * The files that a run works on: a branch for the run, a tree of its own for each ticket. Every method
 * may be called again after a crash and must then end in the same state. A method that fails rejects with
 * an error that has a message for people; a tool's own failure is an outcome instead.
 */
export interface Workspace {
  /** The project's file list and its documents (README and the like, each capped), at the run's start. */
  survey(
    signal: AbortSignal,
  ): Promise<{ files: readonly string[]; documents: readonly Document[] }>;
  /**
   * Makes the ticket's tree ready: from the run's branch as it is now where `fresh` or where there is no
   * tree yet, else as the last attempt left it. Reads `files` in full (one that does not exist is left
   * out) and the skeletons of what they import.
   */
  prepare(
    preparation: { ticketId: TicketId; attempt: number; fresh: boolean; files: readonly string[] },
    signal: AbortSignal,
  ): Promise<{ documents: readonly Document[]; skeletons: readonly Document[] }>;
  /** Runs one tool call in the ticket's tree. An abort kills what it started, with all its children. */
  runTool(ticketId: TicketId, call: ToolCall, signal: AbortSignal): Promise<ToolOutcome>;
  /** The simple commands of a shell command line, or `null` where it cannot be parsed into such. */
  commandParts(command: string): Promise<readonly string[] | null>;
  /**
   * Runs the configured check in the ticket's tree. `output` is capped; its end is kept. With `merging`, the tree
   * first becomes what that merge would put on the run's branch, and the ticket's work goes on from there.
   */
  check(
    check: { ticketId: TicketId; attempt: number; command: string; merging?: Merging },
    signal: AbortSignal,
  ): Promise<Checked>;
  /** Commits all changes of the ticket's tree as one commit on the base it started from. */
  commit(ticketId: TicketId, message: string, signal: AbortSignal): Promise<Committed>;
  /** Tries the merge of a ticket's commit into the run's branch without doing it. */
  compare(ticketId: TicketId, commit: string, signal: AbortSignal): Promise<Comparison>;
  /**
   * Puts a ticket's commit on the run's branch as one commit; where both sides changed the same lines,
   * `side` wins (`branch`: what is merged already). Answers the branch's new head.
   */
  merge(merge: Merging & { ticketId: TicketId }, signal: AbortSignal): Promise<string>;
}

/** Time. In a simulation it is virtual. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Resolves at `dueAtMs`, or rejects with the signal's reason. */
  until(dueAtMs: number, signal: AbortSignal): Promise<void>;
  /** Calls back once what the current turn of the event loop brought has been taken in. */
  nextTurn(callback: () => void): void;
}

/** Where one run's log is kept. */
export interface Store {
  /** Takes events in order; they need not be on disk yet. */
  append(events: readonly Event[]): void;
  /** Resolves once all that was appended is on disk; rejects where it cannot be (a full disk). */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Someone who watches a run: terminal, JSON lines, recorder. */
export interface Subscriber {
  readonly name: string;
  /** It takes events as fast as somebody reads them, who may pause for as long as they like: the run's end waits. */
  readonly waitsForReader?: true;
  /** Takes the next events, each exactly once and in order; the next call waits for the promise. */
  receive(events: readonly Event[]): void | Promise<void>;
}

/** All that the runtime needs of the outside. */
export interface Edges {
  readonly provider: Provider;
  readonly approver: Approver;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly store: Store;
  readonly subscribers: readonly Subscriber[];
}

/** A run as a store lists it. */
export interface StoredRun {
  readonly runId: RunId;
  readonly epic: string;
  readonly startedAtMs: number;
}
