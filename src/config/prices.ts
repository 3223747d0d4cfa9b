import type { Price } from "../core/ledger/usage.ts";

/** What is known of a model; `null` is unknown, never a guess. */
export interface KnownModel {
  /** US dollars for a million tokens; `cacheWriteUsd` is for a cache that lives five minutes. */
  readonly price: Price | null;
  readonly contextTokens: number | null;
}

const million = 1_000_000;

const opus5: KnownModel = {
  price: { inputUsd: 5, outputUsd: 25, cacheReadUsd: 0.5, cacheWriteUsd: 6.25 },
  contextTokens: million,
};
const opus45: KnownModel = { ...opus5, contextTokens: 200_000 };
const sonnet46: KnownModel = {
  price: { inputUsd: 3, outputUsd: 15, cacheReadUsd: 0.3, cacheWriteUsd: 3.75 },
  contextTokens: million,
};
const sonnet45: KnownModel = { ...sonnet46, contextTokens: 200_000 };
const haiku45: KnownModel = {
  price: { inputUsd: 1, outputUsd: 5, cacheReadUsd: 0.1, cacheWriteUsd: 1.25 },
  contextTokens: 200_000,
};

/**
 * Models by name. Names: the type `Model` of `@anthropic-ai/sdk` 1.12.0. Prices and windows: Anthropic's
 * public pages "Pricing" (platform.claude.com/docs/en/about-claude/pricing) and each model's overview, as
 * stored in October and November 2026.
 */
export const knownModels: ReadonlyMap<string, KnownModel> = new Map<string, KnownModel>([
  // Its cache prices are not known to us.
  ["claude-fable-5-2", { price: null, contextTokens: million }],
  [
    "claude-fable-5-1",
    {
      price: { inputUsd: 10, outputUsd: 50, cacheReadUsd: 0.25, cacheWriteUsd: 12.5 },
      contextTokens: million,
    },
  ],
  [
    "claude-fable-5",
    {
      price: { inputUsd: 10, outputUsd: 50, cacheReadUsd: 1, cacheWriteUsd: 12.5 },
      contextTokens: million,
    },
  ],
  [
    "claude-opus-5-5",
    {
      price: { inputUsd: 4, outputUsd: 20, cacheReadUsd: 0.2, cacheWriteUsd: 5 },
      contextTokens: million,
    },
  ],
  ["claude-opus-5", opus5],
  ["claude-opus-4-8", opus5],
  ["claude-opus-4-7", opus5],
  ["claude-opus-4-6", opus5],
  ["claude-opus-4-5", opus45],
  ["claude-opus-4-5-20251101", opus45],
  [
    "claude-sonnet-5-5",
    {
      // A cache read was 0.20 until 2026-10-07.
      price: { inputUsd: 2, outputUsd: 10, cacheReadUsd: 0.1, cacheWriteUsd: 2.5 },
      contextTokens: million,
    },
  ],
  [
    "claude-sonnet-5",
    {
      price: { inputUsd: 2, outputUsd: 10, cacheReadUsd: 0.2, cacheWriteUsd: 2.5 },
      contextTokens: million,
    },
  ],
  ["claude-sonnet-4-6", sonnet46],
  ["claude-sonnet-4-5", sonnet45],
  ["claude-sonnet-4-5-20250929", sonnet45],
  // Its price has two steps, by the prompt's length, which one price cannot say.
  ["claude-haiku-5-5", { price: null, contextTokens: million }],
  ["claude-haiku-4-5", haiku45],
  ["claude-haiku-4-5-20251001", haiku45],
]);
