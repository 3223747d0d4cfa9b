import type { Json } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import type { PromptCache, PromptSegment } from "../prompt-cache.ts";

/** The API keeps a prefix for five to ten minutes after its last use. */
const keepMs = 10 * 60_000;

/** What is read from the cache is read in steps of so many tokens. */
const stepTokens = 128;

/** Here every prefix is cached: nothing marks one, and nothing is charged for it. */
export function segment(value: Json): PromptSegment {
  return { text: JSON.stringify(value), keepMs };
}

/** What a prompt costs: a prefix that was seen before is read, the rest is input. */
export function accountFor(
  cache: PromptCache,
  model: string,
  prompt: readonly PromptSegment[],
): Pick<Usage, "inputTokens" | "cacheReadTokens" | "cacheWriteTokens"> {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = cache.account(model, prompt);
  const read = Math.floor(cacheReadTokens / stepTokens) * stepTokens;
  const total = inputTokens + cacheReadTokens + cacheWriteTokens;
  return { inputTokens: total - read, cacheReadTokens: read, cacheWriteTokens: 0 };
}
