import type { JsonObject } from "../json.ts";

/**
 * What a model's reply brings, piece by piece. `block` is the index of the block within the reply; blocks
 * may interleave. Deltas only, never snapshots: text is their concatenation.
 */
export type Delta =
  | { readonly type: "text"; readonly block: number; readonly text: string }
  | {
      readonly type: "thinking";
      readonly block: number;
      readonly text: string;
      /** The name of the member that the server sent it in, where that is not the usual one of its API. */
      readonly member?: string;
    }
  | { readonly type: "signature"; readonly block: number; readonly signature: string }
  | { readonly type: "redacted-thinking"; readonly block: number; readonly data: string }
  | {
      readonly type: "tool-use";
      readonly block: number;
      readonly callId: string;
      readonly tool: string;
    }
  | { readonly type: "tool-input"; readonly block: number; readonly json: string }
  /**
   * Members that mean nothing to us and that the server wants back as they came: on the call that the block is,
   * else beside the message's words.
   */
  | { readonly type: "carried"; readonly block: number; readonly members: JsonObject };

/** Why a model stopped; `unknown` is a reason that we have no name for yet. */
export type StopReason =
  | "end-turn"
  | "max-tokens"
  | "stop-sequence"
  | "tool-use"
  | "pause-turn"
  | "refusal"
  | "context-exceeded"
  | "unknown";
