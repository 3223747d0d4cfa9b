import type { StopReason } from "../../core/reply/delta.ts";

/** As the Messages API spells them. */
export const wireStopReasons: Readonly<Record<StopReason, string>> = {
  "end-turn": "end_turn",
  "max-tokens": "max_tokens",
  "stop-sequence": "stop_sequence",
  "tool-use": "tool_use",
  "pause-turn": "pause_turn",
  refusal: "refusal",
  "context-exceeded": "model_context_window_exceeded",
  unknown: "unknown",
};
