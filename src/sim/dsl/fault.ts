import type { EventType } from "../../core/event.ts";
import type { CallMatch } from "../../mock-provider/model-script.ts";
import type { ReplyFault } from "../../mock-provider/reply.ts";
import type { Fault } from "../scenario.ts";
import { type Duration, millisecondsOf } from "./duration.ts";
import type { ToolName } from "./tool-input.ts";

/**
 * A fault of a model's reply, which hits nothing by itself: `reply(…).fails(fault)` has it hit a try of that
 * reply, and `on(call…)` in `faults` a call from afar.
 */
export interface ReplyFaultOn {
  readonly fault: ReplyFault;
  readonly isFinal: boolean;
  on(call: CallMatch): Fault;
  /**
   * For `rehearsal serve`: the client is to give up here. The reply counts as used, though its words are never
   * delivered, and what is asked afterwards meets the next reply; the same question again meets nothing.
   * Without it a reply that was met only by its faults is reported, but for faults that no client tries again
   * by itself, which are final without a word: 400, 401, 403, 404 and 413, or `shouldRetry: false`.
   */
  final(): ReplyFaultOn;
}

/** How many wire events are still sent whole: 0 is before the first token. */
export interface Position {
  readonly afterEvents: number;
}

const hits = (fault: ReplyFault): ReplyFaultOn => ({
  fault,
  isFinal: false,
  on: (call) => ({ type: "model", call, fault }),
  final: () => ({ ...hits(fault), isFinal: true, on: (call) => finalFault(call, fault) }),
});

/** One try of a call that is hit, as data. */
const finalFault = (call: CallMatch, fault: ReplyFault): Fault => ({
  type: "model",
  call,
  fault,
  final: true,
});

const statuses = [400, 401, 403, 404, 413, 429, 500, 529] as const;

type Status = (typeof statuses)[number];

/** An HTTP error in the wire's own shape; `shouldRetry` is sent as `x-should-retry`. */
export const httpError = (
  status: Status,
  headers: { readonly retryAfter?: Duration; readonly shouldRetry?: boolean } = {},
): ReplyFaultOn => {
  if (!statuses.includes(status))
    throw new Error(`httpError: no wire answers ${status} here; write ${statuses.join(", ")}`);
  return hits({
    type: "status",
    status,
    retryAfterMs: headers.retryAfter === undefined ? null : millisecondsOf(headers.retryAfter),
    shouldRetry: headers.shouldRetry ?? null,
  });
};

/** 429, with `retry-after` where it is given. */
export const rateLimited = (retryAfter?: Duration): ReplyFaultOn =>
  httpError(429, retryAfter === undefined ? {} : { retryAfter });

/** 529. */
export const overloaded = (): ReplyFaultOn => httpError(529);

/** 500. */
export const serverError = (): ReplyFaultOn => httpError(500);

/** No response at all. */
export const connectionRefused = (): ReplyFaultOn => hits({ type: "connection-refused" });

/** The connection breaks within the body, with an error. */
export const reset = (position: Position): ReplyFaultOn =>
  hits({ type: "reset", afterEvents: position.afterEvents });

/** The body ends early, without an error. */
export const cut = (position: Position): ReplyFaultOn =>
  hits({ type: "cut", afterEvents: position.afterEvents });

/** The stream began with 200 and then brings an `error` event. */
export const errorEvent = (position: Position): ReplyFaultOn =>
  hits({ type: "error-event", afterEvents: position.afterEvents });

/** Nothing more comes, and the connection stays open. */
export const stall = (position: Position): ReplyFaultOn =>
  hits({ type: "stall", afterEvents: position.afterEvents });

/** The body comes byte by byte. */
export const oneByteChunks = (): ReplyFaultOn =>
  hits({ type: "chunking", chunking: { type: "bytes", sizes: [1] } });

/** Chunks of two bytes: every character of three bytes and more (“…”, emoji) is cut within. */
export const splitUtf8 = (): ReplyFaultOn =>
  hits({ type: "chunking", chunking: { type: "bytes", sizes: [2] } });

/** The reply reaches its output limit in the middle of its first tool call. */
export const maxTokens = (): ReplyFaultOn => hits({ type: "max-tokens" });

export const refusal = (): ReplyFaultOn => hits({ type: "refusal" });

/** A planner's JSON is broken off. */
export const malformedJson = (): ReplyFaultOn => hits({ type: "malformed-json" });

/** The `nth` call of that tool by that ticket fails. */
export const toolFails = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "fails",
});

/** The `nth` call of that tool by that ticket never ends by itself. */
export const toolHangs = (ticketId: string, tool: ToolName, nth = 1): Fault => ({
  type: "tool",
  ticketId,
  tool,
  nth,
  fault: "hangs",
});

/** Someone who watches takes this long for each batch. */
export const slowSubscriber = (delay: Duration): Fault => ({
  type: "slow-subscriber",
  delayMs: millisecondsOf(delay),
});

/** The store takes nothing more from this event on; events count from 1. */
export const diskFull = (place: { readonly atEvent: number }): Fault => ({
  type: "disk-full",
  atEvent: place.atEvent,
});

/**
 * The process dies once this event is in the log, and the run is resumed. Events count from 1; an event's
 * type with `nth` (1 by default) holds on every wire, a number on the one that it was counted on.
 */
export const crash = (
  place: { readonly atEvent: number } | { readonly at: EventType; readonly nth?: number },
): Fault => ({
  type: "crash",
  atEvent: "at" in place ? { type: place.at, nth: place.nth ?? 1 } : place.atEvent,
});
