import type {
  RawContentBlockDeltaEvent,
  RawContentBlockStartEvent,
  RawMessageStreamEvent,
} from "@anthropic-ai/sdk/resources/messages";
import type { StopReason } from "../core/delta.ts";
import { noUsage, type Usage } from "../core/usage.ts";
import type { ProviderEvent } from "../ports.ts";

const stopReasons: Readonly<Record<string, StopReason>> = {
  end_turn: "end-turn",
  max_tokens: "max-tokens",
  stop_sequence: "stop-sequence",
  tool_use: "tool-use",
  pause_turn: "pause-turn",
  refusal: "refusal",
  model_context_window_exceeded: "context-exceeded",
};

/** The counts of both of the wire's usage objects; whatever does not apply may be absent or `null`. */
interface WireUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly output_tokens_details?: { readonly thinking_tokens: number } | null;
}

/** Reads one reply's wire events, in order, and pushes what they bring. */
export function anthropicReader(
  push: (event: ProviderEvent) => void,
): (event: RawMessageStreamEvent) => void {
  let usage: Usage = noUsage;
  let stopReason: StopReason = "unknown";

  /** Counts are totals so far, so a new one replaces the old; an absent one leaves it. */
  const report = (wire: WireUsage) => {
    usage = {
      inputTokens: wire.input_tokens ?? usage.inputTokens,
      outputTokens: wire.output_tokens ?? usage.outputTokens,
      thinkingTokens: wire.output_tokens_details?.thinking_tokens ?? usage.thinkingTokens,
      cacheReadTokens: wire.cache_read_input_tokens ?? usage.cacheReadTokens,
      cacheWriteTokens: wire.cache_creation_input_tokens ?? usage.cacheWriteTokens,
    };
    push({ type: "usage", usage });
  };

  return (event) => {
    switch (event.type) {
      case "content_block_delta":
        return readDelta(event, push);
      case "content_block_start":
        return readStart(event, push);
      case "content_block_stop":
        return;
      case "message_start":
        if (event.message.usage != null) report(event.message.usage);
        return;
      case "message_delta":
        if (event.delta.stop_reason !== null)
          stopReason = stopReasons[event.delta.stop_reason] ?? "unknown";
        if (event.usage != null) report(event.usage);
        return;
      case "message_stop":
        return push({ type: "completed", stopReason });
      default:
        // An event that is newer than the SDK's types: nothing for us.
        event satisfies never;
    }
  };
}

function readDelta(event: RawContentBlockDeltaEvent, push: (event: ProviderEvent) => void): void {
  const { delta: wire, index: block } = event;
  switch (wire.type) {
    case "text_delta":
      return push({ type: "delta", delta: { type: "text", block, text: wire.text } });
    case "thinking_delta":
      return push({ type: "delta", delta: { type: "thinking", block, text: wire.thinking } });
    case "input_json_delta":
      return push({ type: "delta", delta: { type: "tool-input", block, json: wire.partial_json } });
    case "signature_delta":
      return push({
        type: "delta",
        delta: { type: "signature", block, signature: wire.signature },
      });
    default:
      // Citations and what is newer than the SDK's types: nothing that we ask for.
      return;
  }
}

function readStart(event: RawContentBlockStartEvent, push: (event: ProviderEvent) => void): void {
  const { content_block: wire, index: block } = event;
  switch (wire.type) {
    case "tool_use":
      return push({
        type: "delta",
        delta: { type: "tool-use", block, callId: wire.id, tool: wire.name },
      });
    case "redacted_thinking":
      return push({ type: "delta", delta: { type: "redacted-thinking", block, data: wire.data } });
    case "text":
      // The API opens a block empty; some servers that speak its wire do not.
      if (wire.text) push({ type: "delta", delta: { type: "text", block, text: wire.text } });
      return;
    case "thinking":
      if (wire.thinking)
        push({ type: "delta", delta: { type: "thinking", block, text: wire.thinking } });
      return;
    default:
      // What tools that run at the provider bring: we offer none.
      return;
  }
}
