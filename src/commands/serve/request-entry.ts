import type { Json } from "../../core/json.ts";
import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { ServedRequest } from "../../replies/served-replies.ts";

/** What is known of one request to a served mock. */
export interface RequestEntry {
  /** Counts from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  /** The test that it says it is of. */
  readonly test: string | null;
  /** What it holds, where that is asked for. */
  readonly body: Json;
  /** `null` where the body was not understood, or none was needed. */
  readonly model: string | null;
  readonly streamed: boolean;
  /** The beginning of what the model is asked last. */
  readonly words: string | null;
  /** What the client says about itself: 0 for its first request. */
  readonly retryCount: number;
  /** `null` until it is decided. */
  readonly outcome: RequestOutcome | null;
  /** What took effect. */
  readonly fault: ReplyFault | null;
  /** Of the response; `null` where there is none (yet). */
  readonly status: number | null;
  readonly end: RequestEnding;
  /** From the request's arrival to its end, or to when a stall began; `null` before. */
  readonly durationMs: number | null;
}

/**
 * `left`: the client went away before the end. `stopped`: this server did. `unanswered`: there was no response,
 * by the script's word.
 */
export type RequestEnding =
  "in flight" | "stalled" | "answered" | "unanswered" | "left" | "stopped";

export type RequestOutcome =
  | ServedRequest
  /** It needed no reply: a count of tokens, a list of models. */
  | { readonly type: "told" }
  /** The API would have refused it. */
  | { readonly type: "refused"; readonly message: string }
  /** The same, and the script lets it pass. */
  | { readonly type: "allowed"; readonly message: string };

export interface RequestCounts {
  readonly requests: number;
  /** Those that met a fault. */
  readonly faulted: number;
  readonly unmatched: number;
  readonly refused: number;
  /** Those whose client went away before the end. */
  readonly left: number;
}
