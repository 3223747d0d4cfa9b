import type { StopReason } from "../../core/reply/delta.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { SpelledReply } from "../dialect.ts";
import type { OfferedTools } from "../openai/offered.ts";
import type { Script } from "../script.ts";
import { spokenBlocks, type SpokenBlock } from "./spoken.ts";

/** What of an answer depends on the request. */
export interface CompletionFrame {
  readonly model: string;
  /** `stream_options.include_usage`: without it a stream never tells. */
  readonly tellsUsage: boolean;
  /** `response_format` of type `json_schema`: a refusal then has a member of its own. */
  readonly asksForSchema: boolean;
  readonly offered: OfferedTools;
}

/** A reply that is not streamed, whole. */
export function completionOf(frame: CompletionFrame, answer: SpelledReply): object {
  const { script, usage } = answer;
  const spoken = spokenBlocks(script);
  const text = wordsOf(spoken, "text");
  const thinking = wordsOf(spoken, "thinking");
  const calls = spoken.flatMap((block) =>
    block.kind === "tool-use" ? [callOf(frame, block)] : [],
  );
  const isRefused = refuses(frame, script);
  const message = {
    role: "assistant",
    content: isRefused ? null : text,
    refusal: isRefused ? text : null,
    annotations: messageAnnotations(spoken),
    ...(thinking !== null && { reasoning_content: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    ...headOf(frame, answer, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(frame, script) }],
    usage: chatUsage(usage),
  };
}

/** The members that a whole completion and each chunk of a streamed one begin with. */
export function headOf(
  { model }: CompletionFrame,
  { names, createdAt }: SpelledReply,
  object: "chat.completion" | "chat.completion.chunk",
) {
  return {
    id: names.message,
    object,
    created: createdAt,
    model,
    service_tier: "default",
    system_fingerprint: "fp_rehearsal",
  };
}

type SpokenCall = Extract<SpokenBlock, { kind: "tool-use" }>;

function callOf(frame: CompletionFrame, { source }: SpokenCall) {
  const { callId, tool, json, text } = source;
  return takesText(frame, tool)
    ? { id: callId, type: "custom", custom: { name: tool, input: text } }
    : { id: callId, type: "function", function: { name: tool, arguments: json } };
}

export const takesText = ({ offered }: CompletionFrame, tool: string): boolean =>
  offered.get(tool)?.takes === "text";

/** What the reply's text cites, each for the text that cites it. */
export function messageAnnotations(spoken: readonly SpokenBlock[]): readonly object[] {
  let start = 0;
  return spoken.flatMap((block) => {
    if (block.kind !== "text") return [];
    const place = { start_index: start, end_index: start + block.text.length };
    start += block.text.length;
    return (block.cites ?? []).map(({ url, title }) => ({
      type: "url_citation",
      url_citation: { ...place, url, title },
    }));
  });
}

function wordsOf(spoken: readonly SpokenBlock[], kind: "text" | "thinking"): string | null {
  const words = spoken.flatMap((block) => (block.kind === kind ? [block.text] : []));
  return words.length === 0 ? null : words.join("");
}

/** A model that was asked for a schema refuses in `refusal`; else a filter stops it in mid-word. */
export function refuses({ asksForSchema }: CompletionFrame, { stopReason }: Script): boolean {
  return stopReason === "refusal" && asksForSchema;
}

/** As Chat Completions spells them. It has no word for a pause, nor for the stop sequence that was met. */
const finishReasons: Readonly<Record<StopReason, string>> = {
  "end-turn": "stop",
  "stop-sequence": "stop",
  "pause-turn": "stop",
  "max-tokens": "length",
  "context-exceeded": "length",
  "tool-use": "tool_calls",
  refusal: "content_filter",
  unknown: "unknown",
};

export function finishReason(frame: CompletionFrame, script: Script): string {
  return refuses(frame, script) ? "stop" : finishReasons[script.stopReason];
}

export function chatUsage(usage: Usage) {
  const { inputTokens, outputTokens, thinkingTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const promptTokens = inputTokens + cacheReadTokens + cacheWriteTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: outputTokens,
    total_tokens: promptTokens + outputTokens,
    prompt_tokens_details: {
      cached_tokens: cacheReadTokens,
      cache_write_tokens: cacheWriteTokens,
      audio_tokens: 0,
    },
    completion_tokens_details: {
      reasoning_tokens: thinkingTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
