import { type Usage, noUsage } from "../core/ledger/usage.ts";
import { countOf, isRecord, memberNamed } from "./json-value.ts";

/**
 * Puts a reply's reports together. Counts are totals so far: a new one replaces the old, and none, or 0, takes back
 * nothing that was told.
 */
export function newUsage(push: (usage: Usage) => void): {
  report(wire: unknown): void;
  isTold(): boolean;
} {
  let last: Usage | null = null;
  return {
    report(wire) {
      const reported = usageOf(wire);
      if (reported === null) return;
      last = last === null ? reported : withKept(reported, last);
      push(last);
    },
    isTold: () => last !== null,
  };
}

const inputOf = (usage: Usage): number =>
  usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

function withKept(reported: Usage, before: Usage): Usage {
  // The same sum without its parts takes back nothing that was told of them.
  const isBare =
    inputOf(reported) === 0 ||
    (inputOf(reported) === inputOf(before) && reported.inputTokens === inputOf(reported));
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = isBare ? before : reported;
  const { outputTokens } = reported.outputTokens > 0 ? reported : before;
  const thinkingTokens = Math.min(outputTokens, reported.thinkingTokens || before.thinkingTokens);
  return { inputTokens, outputTokens, thinkingTokens, cacheReadTokens, cacheWriteTokens };
}

/** By the names of OpenAI's wires, of Anthropic's, of gateways, of Gemini, of Bedrock, of Ollama and of llama.cpp's timings. */
const promptNames = [
  "prompt_tokens",
  "input_tokens",
  "promptTokens",
  "inputTokens",
  "promptTokenCount",
  "inputTokenCount",
  "prompt_eval_count",
  "prompt_n",
] as const;
const outputNames = [
  "completion_tokens",
  "output_tokens",
  "completionTokens",
  "outputTokens",
  "candidatesTokenCount",
  "outputTokenCount",
  "eval_count",
  "predicted_n",
] as const;

const cachedNames = [
  "prompt_cache_hit_tokens",
  "cached_tokens",
  "cache_read_input_tokens",
  "cacheReadInputTokenCount",
  "cachedContentTokenCount",
  "cache_n",
] as const;

/** Usage as servers of OpenAI's wires report it; `null` where it counts neither what went in nor what came out. */
export function usageOf(wire: unknown): Usage | null {
  if (!isRecord(wire)) return null;
  // A 0 by one name takes back nothing that is told by another.
  const count = (...names: readonly string[]): number | null => {
    const counts = names.flatMap((name) => countOf(wire[name]) ?? []);
    return counts.find((one) => one > 0) ?? counts[0] ?? null;
  };
  const total = count("total_tokens", "totalTokens", "totalTokenCount");
  const promptTold = count(...promptNames) ?? parted(wire);
  const outputTold = count(...outputNames);
  if ((promptTold ?? 0) === 0 && (outputTold ?? 0) === 0) {
    // Only a total: it went in, or came out; all of it counts.
    return total === null || total === 0 ? null : { ...noUsage, inputTokens: total };
  }
  const details = wire["prompt_tokens_details"] ?? wire["input_tokens_details"];
  const beyond = (total ?? 0) - (promptTold ?? 0) - (outputTold ?? 0);
  const prompt =
    (promptTold ?? 0) + (promptTold === null ? Math.max(0, beyond) : apart(details, beyond));
  const cached = countOf(memberNamed(details, "cached_tokens")) ?? count(...cachedNames) ?? 0;
  const written =
    countOf(memberNamed(details, "cache_write_tokens")) ??
    count("cache_creation_input_tokens", "cacheWriteInputTokenCount") ??
    0;
  // Bridges to Claude, Bedrock and llama.cpp count what was cached beside the prompt, and others as a part of it; a total decides.
  const isBeside =
    "cache_n" in wire ||
    "cacheReadInputTokenCount" in wire ||
    cached > prompt ||
    (cached + written > 0 && total === prompt + cached + written + (outputTold ?? 0));
  const allInput = isBeside ? prompt + cached + written : prompt;
  const read = isBeside ? cached : Math.min(prompt, cached);
  const inputTokens = isBeside ? prompt : prompt - read - Math.min(prompt - read, written);
  const thinking = memberNamed(
    wire["completion_tokens_details"] ?? wire["output_tokens_details"],
    "reasoning_tokens",
  );
  const thinkingTokens = countOf(thinking) ?? count("reasoning_tokens", "thoughtsTokenCount") ?? 0;
  const rest = (total ?? 0) - allInput;
  const outputTokens = outputOf({ reported: outputTold, thinkingTokens, rest });
  return {
    inputTokens,
    outputTokens,
    thinkingTokens: Math.min(thinkingTokens, outputTokens),
    cacheReadTokens: read,
    cacheWriteTokens: isBeside ? written : prompt - read - inputTokens,
  };
}

/** DeepSeek's prompt in its two parts alone. */
function parted(wire: Readonly<Record<string, unknown>>): number | null {
  const missed = countOf(wire["prompt_cache_miss_tokens"]);
  return missed === null ? null : missed + (countOf(wire["prompt_cache_hit_tokens"]) ?? 0);
}

/** Mistral counts sound beside the prompt, and tells so in its details: what the total holds beyond its parts is that. */
const apart = (details: unknown, beyond: number): number =>
  beyond > 0 && countOf(memberNamed(details, "audio_tokens")) === beyond ? beyond : 0;

/**
 * Some servers leave thoughts out of what was completed, and count them in the total alone (xAI, Gemini); the
 * total of others holds more than prompt and reply. Where the thoughts are told apart they decide.
 */
function outputOf(output: {
  readonly reported: number | null;
  readonly thinkingTokens: number;
  readonly rest: number;
}): number {
  const { reported, thinkingTokens, rest } = output;
  if (reported === null) return Math.max(0, rest);
  if (thinkingTokens === 0) return Math.max(reported, rest);
  const isOutside =
    (thinkingTokens > reported && rest !== reported) || reported + thinkingTokens === rest;
  return isOutside ? reported + thinkingTokens : reported;
}
