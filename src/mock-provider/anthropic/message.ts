import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { Script } from "../script.ts";
import { citationsOf, type OwnBlock, ownBlocks } from "./web-search.ts";
import { wireStopReasons } from "./stop-reason.ts";

/** What of a message is neither its content nor its usage. */
export interface MessageFrame {
  readonly id: string;
  readonly model: string;
  /** The first of the request's stop sequences: the one that a script's `stop-sequence` means. */
  readonly stopSequence: string | null;
  /** Input that was written to the prompt cache for an hour; the rest of it is for five minutes. */
  readonly hourWriteTokens: number;
}

/** A reply that is not streamed, whole. */
export function wholeMessage(frame: MessageFrame, script: Script, usage: Usage) {
  return {
    ...messageOf(frame),
    content: ownBlocks(script.blocks).map(wholeBlock),
    ...stopOf(frame, script),
    usage: wireUsage(frame, usage),
  };
}

/** A message before its content: what `message_start` carries, but for usage. */
export function messageOf(frame: MessageFrame) {
  return {
    id: frame.id,
    type: "message",
    role: "assistant",
    model: frame.model,
    content: [] as readonly unknown[],
    container: null,
    diagnostics: null,
    stop_reason: null as string | null,
    stop_sequence: null as string | null,
    stop_details: null as object | null,
  };
}

export function stopOf(frame: MessageFrame, { stopReason }: Script) {
  return {
    stop_reason: wireStopReasons[stopReason],
    stop_sequence: stopReason === "stop-sequence" ? frame.stopSequence : null,
    stop_details:
      stopReason === "refusal" ? { type: "refusal", category: null, explanation: null } : null,
  };
}

/** Usage as `message_start` and whole messages report it. */
export function wireUsage(frame: MessageFrame, usage: Usage) {
  const hour = Math.min(frame.hourWriteTokens, usage.cacheWriteTokens);
  return {
    ...cumulativeUsage(usage),
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWriteTokens - hour,
      ephemeral_1h_input_tokens: hour,
    },
    inference_geo: null,
    service_tier: "standard",
    speed: null,
  };
}

/** Usage as `message_delta` reports it: totals of the whole message, never additions. */
export function cumulativeUsage(usage: Usage) {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: usage.outputTokens,
    output_tokens_details: { thinking_tokens: usage.thinkingTokens },
    server_tool_use: null,
  };
}

/**
 * A block as a stream opens it, before its deltas. Text has no `citations` but where it cites: the SDK's type
 * has `null` there, the wire leaves them out (responses in github.com/simonw/llm issue 716), and clients that
 * check what comes refuse a `null`.
 */
export function openedBlock(block: OwnBlock) {
  switch (block.type) {
    case "text":
      return { type: "text", text: "", ...(block.cites !== undefined && { citations: [] }) };
    case "thinking":
      return { type: "thinking", thinking: "", signature: "" };
    case "redacted-thinking":
      return { type: "redacted_thinking", data: block.data };
    case "provider-block":
      return openedProviderBlock(block.block);
    case "tool-use":
      return {
        type: "tool_use",
        id: block.callId,
        name: block.tool,
        input: {},
        caller: { type: "direct" },
      };
  }
}

/** What comes in deltas is empty at first: text with its citations, and a tool's input. */
function openedProviderBlock(block: JsonObject): JsonObject {
  if (block.type === "text")
    return { ...block, text: "", ...("citations" in block && { citations: [] }) };
  return block.type === "server_tool_use" ? { ...block, input: {} } : block;
}

function wholeBlock(block: OwnBlock) {
  const opened = openedBlock(block);
  switch (block.type) {
    case "text":
      return {
        ...opened,
        text: block.text,
        ...(block.cites !== undefined && { citations: citationsOf(block) }),
      };
    case "thinking":
      return { ...opened, thinking: block.text, signature: block.signature ?? "" };
    case "redacted-thinking":
      return opened;
    case "provider-block":
      return block.block;
    case "tool-use":
      return { ...opened, input: inputOf(block.json) };
  }
}

/** A reply that is not streamed cannot show broken JSON: the API sends what it could read, here nothing. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
