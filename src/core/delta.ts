/**
 * What a model's reply brings, piece by piece. `block` is the index of the block within the reply; blocks
 * may interleave. Deltas only, never snapshots: text is their concatenation.
 */
export type Delta =
  | { readonly type: "text"; readonly block: number; readonly text: string }
  | { readonly type: "thinking"; readonly block: number; readonly text: string }
  | { readonly type: "signature"; readonly block: number; readonly signature: string }
  | { readonly type: "redacted-thinking"; readonly block: number; readonly data: string }
  | {
      readonly type: "tool-use";
      readonly block: number;
      readonly callId: string;
      readonly tool: string;
    }
  | { readonly type: "tool-input"; readonly block: number; readonly json: string };

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
