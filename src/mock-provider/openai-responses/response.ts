import type { Json, JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { SpelledReply } from "../dialect.ts";
import type { ApiError } from "../openai/error.ts";
import { isCutOff, type OutputFrame, outputItems, wholeItem } from "./output-items.ts";

/** What of a response repeats the request. */
export interface ResponseFrame extends OutputFrame {
  readonly model: string;
  readonly request: JsonObject;
}

/** A response before it has an output: what `response.created` carries. */
export function openedResponse(
  { model, request }: ResponseFrame,
  answer: SpelledReply,
): JsonObject {
  return {
    id: answer.names.message,
    object: "response",
    created_at: answer.createdAt,
    status: "in_progress",
    background: false,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    metadata: request.metadata ?? {},
    model,
    output: [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    prompt_cache_key: request.prompt_cache_key ?? null,
    reasoning: request.reasoning ?? { effort: null, summary: null },
    safety_identifier: request.safety_identifier ?? null,
    service_tier: "default",
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: request.text ?? { format: { type: "text" } },
    tool_choice: request.tool_choice ?? "auto",
    tools: request.tools ?? [],
    top_logprobs: request.top_logprobs ?? 0,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? "disabled",
    usage: null,
    user: request.user ?? null,
    access_programs: null,
  };
}

/** A response that has ended, one way or the other. */
export function wholeResponse(frame: ResponseFrame, answer: SpelledReply): JsonObject {
  const isWhole = !isCutOff(answer.script);
  return {
    ...openedResponse(frame, answer),
    status: isWhole ? "completed" : "incomplete",
    completed_at: isWhole ? answer.createdAt : null,
    incomplete_details: isWhole ? null : { reason: "max_output_tokens" },
    output: outputItems(answer, frame).map((item) => wholeItem(item, frame)),
    usage: wireUsage(answer.usage),
  };
}

export function failedResponse(
  frame: ResponseFrame,
  answer: SpelledReply,
  { code, message }: ApiError,
): JsonObject {
  return { ...openedResponse(frame, answer), status: "failed", error: { code, message } };
}

function wireUsage(usage: Usage): Json {
  const { inputTokens, outputTokens, thinkingTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const input = inputTokens + cacheReadTokens + cacheWriteTokens;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: cacheReadTokens,
      cache_write_tokens: cacheWriteTokens,
    },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: thinkingTokens },
    total_tokens: input + outputTokens,
  };
}
