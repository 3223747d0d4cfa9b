import type { EventType } from "../../core/event.ts";
import type { CallMatch } from "../../mock-provider/model-script.ts";
import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { WayOfPause } from "../../mock-provider/servers/error-habit.ts";
import type { EventPlace } from "../event-place.ts";
import type { Fault, WorkspaceWork } from "../scenario.ts";
import { type Duration, millisecondsOf } from "./duration.ts";
import type { ToolName } from "../../core/tools/worker-tools.ts";

/**
 * A fault of a model's reply. It takes effect where it is attached: `reply(…).fails(fault)` makes a try of that
 * reply fail, and `fault.on(call.tier3("T-1"))` in the scenario's `faults` a try of that call.
 */
export interface ReplyFaultOn {
  readonly fault: ReplyFault;
  readonly isFinal: boolean;
  /** For the scenario's `faults`: makes a try of this call fail. */
  on(call: CallMatch): Fault;
  /**
   * For `rehearsal serve`: the client is to give up here. The reply counts as used, though its words are never
   * delivered, and what is asked afterwards meets the next reply; the same question again meets nothing.
   * Without it a reply that was met only by its faults is reported, but for faults that no client tries again
   * by itself, which are final without a word: 400, 401, 403, 404 and 413, or `shouldRetry: false`.
   */
  final(): ReplyFaultOn;
}

/** Where a stream breaks: after this many whole events of the wire. 0 is before the first token. */
export interface Position {
  readonly afterEvents: number;
}

/** Makes a scenario's word of a fault of a reply. */
export const faultOn = (fault: ReplyFault): ReplyFaultOn => ({
  fault,
  isFinal: false,
  on: (call) => ({ type: "model", call, fault }),
  final: () => ({ ...faultOn(fault), isFinal: true, on: (call) => finalFault(call, fault) }),
});

/** One try of a call that is hit, as data. */
const finalFault = (call: CallMatch, fault: ReplyFault): Fault => ({
  type: "model",
  call,
  fault,
  final: true,
});

/**
 * The provider answers with an HTTP error, in the words of its API. `shouldRetry` is sent as the header
 * `x-should-retry`. `pauseAs`: how the pause is said in place of the usual headers, such as `"fraction"` for `retry-after: 2.5`,
 * or `"rounded-down"`, where the header has whole seconds and the words say how long it is.
 * @example httpError(529, { retryAfter: "2.5s", pauseAs: "fraction" })
 */
export const httpError = (
  status: number,
  headers: {
    readonly retryAfter?: Duration;
    readonly shouldRetry?: boolean;
    readonly pauseAs?: WayOfPause;
  } = {},
): ReplyFaultOn => {
  if (!Number.isInteger(status) || status < 400 || status > 599)
    throw new Error(`httpError: ${status} is no error; write a status from 400 to 599, or raw(…)`);
  return faultOn({
    type: "status",
    status,
    retryAfterMs: headers.retryAfter === undefined ? null : millisecondsOf(headers.retryAfter),
    shouldRetry: headers.shouldRetry ?? null,
    ...(headers.pauseAs !== undefined && { pauseAs: headers.pauseAs }),
  });
};

/**
 * The provider answers 429, with a `retry-after` header where it is given.
 * @example reply(says("Done.")).fails(rateLimited("30s"))
 */
export const rateLimited = (retryAfter?: Duration): ReplyFaultOn =>
  httpError(429, retryAfter === undefined ? {} : { retryAfter });

/** The provider answers 529: it is overloaded. */
export const overloaded = (): ReplyFaultOn => httpError(529);

/** The provider answers 500. */
export const serverError = (): ReplyFaultOn => httpError(500);

/** No connection: the provider cannot be reached. */
export const connectionRefused = (): ReplyFaultOn => faultOn({ type: "connection-refused" });

/**
 * The connection breaks in the middle of the reply, with an error.
 * @example reset({ afterEvents: 3 }).on(call.tier3("T-1", { turn: 2 }))
 */
export const reset = (position: Position): ReplyFaultOn =>
  faultOn({ type: "reset", afterEvents: position.afterEvents });

/** The reply ends early, without an error: the connection closes as if all had been sent. */
export const cut = (position: Position): ReplyFaultOn =>
  faultOn({ type: "cut", afterEvents: position.afterEvents });

/**
 * The stream begins well and then holds an `error` event: the API's own overload, or `text`, to the byte.
 * @example errorEvent({ afterEvents: 4, text: 'data: {"error":"out of memory"}\n\n' })
 */
export const errorEvent = ({
  afterEvents,
  text,
}: Position & { readonly text?: string }): ReplyFaultOn =>
  faultOn({ type: "error-event", afterEvents, ...(text !== undefined && { text }) });

/** Nothing more is sent, and the connection stays open; `pingMs`: but for a comment each time that so long has passed, 100 times. */
export const stall = (position: Position & { readonly pingMs?: number }): ReplyFaultOn =>
  faultOn({ type: "stall", ...position });

/**
 * The reply is sent whole, with this pause before each of its events: slow, but never silent for long enough to be given up.
 * @example reply(says("Done.")).fails(slow("20s"))
 */
export const slow = (between: Duration): ReplyFaultOn =>
  faultOn({ type: "slow", betweenMs: millisecondsOf(between) });

/** The reply is sent whole, one byte at a time. */
export const oneByteChunks = (): ReplyFaultOn =>
  faultOn({ type: "chunking", chunking: { type: "bytes", sizes: [1] } });

/** The reply is sent whole, two bytes at a time, so that characters of three bytes and more (“…”, emoji) are split. */
export const splitUtf8 = (): ReplyFaultOn =>
  faultOn({ type: "chunking", chunking: { type: "bytes", sizes: [2] } });

/** The reply reaches its output limit in the middle of its first tool call. */
export const maxTokens = (): ReplyFaultOn => faultOn({ type: "max-tokens" });

/**
 * The model refuses to reply. `as`: on Chat Completions its words come in a member of their own, or in a part of the content,
 * and the reply just stops.
 * @example reply(says("I will not.")).fails(refusal({ as: "member" }))
 */
export const refusal = ({ as }: { readonly as?: "member" | "part" } = {}): ReplyFaultOn =>
  faultOn({ type: "refusal", ...(as !== undefined && { as }) });

/**
 * A call of a tool by a ticket's worker fails: the `nth` one, counted from 1.
 * @example toolFails("T-1", "bash", 2)
 */
export const toolFails = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "fails",
});

/**
 * A call of a tool by a ticket's worker, the `nth` one counted from 1, does not end before its time limit.
 * @example toolHangs("T-1", "bash")
 */
export const toolHangs = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "hangs",
});

/**
 * Where the process dies during the `nth` call of a tool by a ticket's worker, the call goes on by itself, until the next
 * process ends it: a shell outlives the program that was killed.
 */
export const toolOutlives = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "outlives",
});

/**
 * A call of a tool by a ticket's worker is not through when its time is up, and has its effect while it is stopped: the
 * `nth` one, counted from 1. The log says that it was stopped once it has.
 * @example toolEndsLate("T-1", "bash")
 */
export const toolEndsLate = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "ends-late",
});

/**
 * A piece of the workspace's work for a ticket fails, the `nth` time that it is done (counted from 1), as with a full disk
 * or a lock. The ticket pauses. Once nothing else goes on, the run is resumed, and the trouble is over.
 * @example workspaceFails("T-1", "merge")
 */
export const workspaceFails = (ticketId: string, work: WorkspaceWork, nth = 1): Fault => ({
  type: "workspace",
  ticketId,
  work,
  nth,
  fault: "fails",
});

/**
 * Somebody deletes the ticket's tree before the `nth` time (counted from 1) that this work is done in it. The ticket begins
 * again with another attempt, which does not count against the limit.
 * @example treeLost("T-1", "check")
 */
export const treeLost = (ticketId: string, work: WorkspaceWork, nth = 1): Fault => ({
  type: "workspace",
  ticketId,
  work,
  nth,
  fault: "tree-lost",
});

/**
 * Somebody moves the run's branch back to the commit before its last one, before the `nth` time (counted from 1) that this work
 * is done for a ticket. What needs the branch then pauses. Once nothing else goes on, the branch is put back and the run resumed.
 * @example branchMovedBack("T-2", "merge")
 */
export const branchMovedBack = (ticketId: string, work: WorkspaceWork, nth = 1): Fault => ({
  type: "workspace",
  ticketId,
  work,
  nth,
  fault: "branch-moved-back",
});

/**
 * A command of the ticket's worker has left a file that it changed in conflict (`git stash pop`), with the markers that git writes
 * there, before the `nth` time (counted from 1) that this work is done for the ticket.
 * @example conflictLeft("T-1", "commit")
 */
export const conflictLeft = (ticketId: string, work: WorkspaceWork, nth = 1): Fault => ({
  type: "workspace",
  ticketId,
  work,
  nth,
  fault: "conflict-left",
});

/**
 * From this event on no call reaches the provider. Sessions that call it pause. Once nothing else goes on, the run is
 * resumed, and the provider is back.
 * @example outage({ at: "attempt.started" })
 */
export const outage = (place: PlaceInLog): Fault => ({
  type: "outage",
  atEvent: eventPlaceOf(place),
});

/**
 * A subscriber to the log that takes this long for each batch of events.
 * @example slowSubscriber("2s")
 */
export const slowSubscriber = (delay: Duration): Fault => ({
  type: "slow-subscriber",
  delayMs: millisecondsOf(delay),
});

/** A place in a run's log: an event's number, from 1, or the `nth` event of a type, 1 where nothing is said. */
export type PlaceInLog =
  { readonly atEvent: number } | { readonly at: EventType; readonly nth?: number };

export const eventPlaceOf = (place: PlaceInLog): EventPlace =>
  "at" in place ? { type: place.at, nth: place.nth ?? 1 } : place.atEvent;

/**
 * The disk is full: from this place in the log on nothing can be stored.
 * @example diskFull({ at: "tool.started" })
 */
export const diskFull = (place: PlaceInLog): Fault => ({
  type: "disk-full",
  atEvent: eventPlaceOf(place),
});

/**
 * Somebody removes the log's file at this event, as `git clean -fdx` does: the run stops to say so, and is resumed.
 * @example logRemoved({ at: "merge.started" })
 */
export const logRemoved = (place: PlaceInLog): Fault => ({
  type: "log-removed",
  atEvent: eventPlaceOf(place),
});

/**
 * The process dies once this event is in the log, and the run is resumed: at `tool.started` before the call is made, at
 * `tool.ended` after it, and before that is on the disk, so that the call is in doubt. Prefer an event's type to its number:
 * numbers differ from wire to wire.
 * @example crash({ at: "merge.started" })
 */
export const crash = (place: PlaceInLog): Fault => ({
  type: "crash",
  atEvent: eventPlaceOf(place),
});
