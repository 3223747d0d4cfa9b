import type { JsonObject } from "../../core/json.ts";
import { promptTokens } from "../prompt-cache.ts";
import { limitsOf } from "./model-limits.ts";
import { segmentsOf } from "./prompt.ts";

/** What a request may ask a model to say. */
export function checkOutputLength({ model, max_tokens }: JsonObject): string | null {
  const limits = limitsOf(String(model));
  if (limits === null || Number(max_tokens) <= limits.outputTokensMax) return null;
  return `max_tokens: ${Number(max_tokens)} > ${limits.outputTokensMax}, which is the maximum allowed number of output tokens for ${String(model)}`;
}

/**
 * Whether the prompt fits into the model, by this mock's own count; a count of tokens is refused as well. Words
 * as in github.com/earendil-works/pi issue 102, anthropics/claude-code issue 11434 (counting) and
 * Aider-AI/aider issue 3618 (with `max_tokens`). `text` is the whole body as it came.
 */
export function checkPromptLength(body: JsonObject, text: string): string | null {
  const limits = limitsOf(String(body.model));
  // A token is four bytes here: most bodies are too short for any doubt, and need not be counted.
  if (limits === null || text.length + Number(body.max_tokens ?? 0) <= limits.windowTokens)
    return null;
  const { windowTokens, overflow } = limits;
  const tokens = promptTokens(segmentsOf(body));
  if (tokens > windowTokens)
    return `prompt is too long: ${tokens} tokens > ${windowTokens} maximum`;
  const outputTokens = Number(body.max_tokens ?? 0);
  return overflow === "refused" && tokens + outputTokens > windowTokens
    ? `input length and \`max_tokens\` exceed context limit: ${tokens} + ${outputTokens} > ${windowTokens}, decrease input length or \`max_tokens\` and try again`
    : null;
}
