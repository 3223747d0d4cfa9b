import type { Usage } from "../core/ledger/usage.ts";
import { countOf, memberNamed } from "./json-value.ts";
import { usageOf } from "./openai-usage.ts";

/** Counts by the names of the Messages API, or by those of the other wire, which bridges to it leave. */
export function messageCounts(
  wire: Readonly<Record<string, unknown>>,
): Readonly<Record<keyof Usage, number | null>> {
  const details = wire["output_tokens_details"];
  const counts = {
    inputTokens: countOf(wire["input_tokens"]),
    outputTokens: countOf(wire["output_tokens"]),
    thinkingTokens: countOf(memberNamed(details, "thinking_tokens")),
    cacheReadTokens: countOf(wire["cache_read_input_tokens"]),
    cacheWriteTokens: countOf(wire["cache_creation_input_tokens"]),
  };
  return counts.inputTokens === null && counts.outputTokens === null
    ? { ...counts, ...usageOf(wire) }
    : counts;
}
