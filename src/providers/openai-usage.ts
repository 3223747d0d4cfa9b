import type { Usage } from "../core/usage.ts";

/** Usage as servers of this wire report it; members that one does not know are absent or `null`. */
export interface WireUsage {
  readonly prompt_tokens?: number | null;
  readonly completion_tokens?: number | null;
  readonly total_tokens?: number | null;
  readonly prompt_tokens_details?: {
    readonly cached_tokens?: number | null;
    readonly cache_write_tokens?: number | null;
  } | null;
  readonly completion_tokens_details?: { readonly reasoning_tokens?: number | null } | null;
  /** DeepSeek's own name for what was read from its cache. */
  readonly prompt_cache_hit_tokens?: number | null;
}

/** `null` where it counts neither what went in nor what came out. */
export function usageOf(wire: WireUsage): Usage | null {
  if (typeof wire.prompt_tokens !== "number" && typeof wire.completion_tokens !== "number")
    return null;
  const prompt = count(wire.prompt_tokens);
  const details = wire.prompt_tokens_details;
  const read = Math.min(prompt, count(details?.cached_tokens ?? wire.prompt_cache_hit_tokens));
  const written = Math.min(prompt - read, count(details?.cache_write_tokens));
  return {
    inputTokens: prompt - read - written,
    // Some servers leave thoughts out of what was completed, and count them in the total alone.
    outputTokens: Math.max(count(wire.completion_tokens), count(wire.total_tokens) - prompt),
    thinkingTokens: count(wire.completion_tokens_details?.reasoning_tokens),
    cacheReadTokens: read,
    cacheWriteTokens: written,
  };
}

function count(value: number | null | undefined): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.trunc(value) : 0;
}
