import { countTokens } from "./count-tokens.ts";
import type { Usage } from "../core/ledger/usage.ts";
import { hashOfText } from "./text-hash.ts";

/** A piece of a prompt, in the order in which a provider reads it. */
export interface PromptSegment {
  readonly text: string;
  /** How long the prefix that ends here is to be kept; `null` where no breakpoint is. */
  readonly keepMs: number | null;
}

export type InputUsage = Pick<Usage, "inputTokens" | "cacheReadTokens" | "cacheWriteTokens">;

export interface PromptAccount {
  readonly input: InputUsage;
  /** Those of the written tokens that are kept for an hour. */
  readonly hourWriteTokens: number;
}

/** What a mock remembers of prompts that it has seen. */
export interface PromptCache {
  /** Accounts for a prompt, and remembers its prefixes up to each breakpoint. */
  account(model: string, segments: readonly PromptSegment[]): InputUsage;
  /** The same, with the written tokens by how long they are kept. */
  accountByLife(model: string, segments: readonly PromptSegment[]): PromptAccount;
  /** How many prefixes are kept now. */
  size(): number;
}

export const fiveMinutesMs = 5 * 60_000;
export const hourMs = 60 * 60_000;

/** How many segments before a breakpoint are looked at for a prefix kept by an earlier request. */
const lookBackSegments = 20;
/** With more prefixes than this, expired ones are removed, then the oldest. */
const prefixesMax = 10_000;

const prefixTokensUsual = 1024;

/**
 * Prefixes that are shorter are not kept. Anthropic's page "Prompt caching" ("Cache limitations") as stored in
 * October 2026, for the models that differ from the usual; a model newer than that is taken for its line's last.
 */
const prefixTokensByName: readonly (readonly [name: RegExp, tokens: number])[] = [
  [/^claude-(?:fable|mythos|opus)-5\b/, 512],
  [/^claude-(?:sonnet|haiku)-5-5\b/, 512],
  [/^claude-(?:opus-4-7|mythos-preview|3-5-haiku|3-haiku)\b/, 2048],
  [/^claude-(?:opus-4-[56]|haiku-4-5)\b/, 4096],
];

function prefixTokensMin(model: string): number {
  return prefixTokensByName.find(([name]) => name.test(model))?.[1] ?? prefixTokensUsual;
}

interface Prefix {
  readonly key: string;
  readonly tokens: number;
  readonly keepMs: number | null;
}

interface Kept {
  readonly until: number;
  readonly keepMs: number;
}

/** A cache of prefixes, by what they hold, as Anthropic describes its own; reading renews. */
export function createPromptCache(nowMs: () => number): PromptCache {
  const kept = new Map<string, Kept>();

  const keep = (key: string, keepMs: number) => {
    // Set anew, so that the map's order is that of use.
    kept.delete(key);
    kept.set(key, { until: nowMs() + keepMs, keepMs });
    if (kept.size <= prefixesMax) return;
    for (const [old, { until }] of kept) if (until <= nowMs()) kept.delete(old);
    for (const old of kept.keys()) {
      if (kept.size <= prefixesMax) return;
      kept.delete(old);
    }
  };

  const longestKept = (prefixes: readonly Prefix[]): Prefix | null => {
    let budget = 0;
    for (const prefix of prefixes.toReversed()) {
      budget = prefix.keepMs === null ? budget - 1 : lookBackSegments;
      const entry = budget >= 0 ? kept.get(prefix.key) : undefined;
      if (entry === undefined || entry.until <= nowMs()) continue;
      keep(prefix.key, entry.keepMs);
      return prefix;
    }
    return null;
  };

  const accountByLife: PromptCache["accountByLife"] = (model, segments) => {
    const prefixes = prefixesOf(model, segments);
    const tokensMin = prefixTokensMin(model);
    const total = prefixes.at(-1)?.tokens ?? 0;
    const read = longestKept(prefixes)?.tokens ?? 0;
    let written = read;
    let hourWritten = read;
    for (const { key, tokens, keepMs } of prefixes) {
      if (keepMs === null || tokens < tokensMin) continue;
      keep(key, keepMs);
      written = Math.max(written, tokens);
      if (keepMs >= hourMs) hourWritten = Math.max(hourWritten, tokens);
    }
    return {
      input: {
        inputTokens: total - written,
        cacheReadTokens: read,
        cacheWriteTokens: written - read,
      },
      hourWriteTokens: hourWritten - read,
    };
  };

  return {
    size: () => kept.size,
    accountByLife,
    account: (model, segments) => accountByLife(model, segments).input,
  };
}

export function promptTokens(segments: readonly PromptSegment[]): number {
  return segments.reduce((tokens, segment) => tokens + countTokens(segment.text), 0);
}

function prefixesOf(model: string, segments: readonly PromptSegment[]): readonly Prefix[] {
  // Without a breakpoint nothing is looked up, so nothing is hashed.
  const isCached = segments.some((segment) => segment.keepMs !== null);
  let key = hashOfText(model);
  let tokens = 0;
  return segments.map(({ text, keepMs }) => {
    tokens += countTokens(text);
    if (!isCached) return { key: "", tokens, keepMs };
    key = hashOfText(text, key);
    return { key, tokens, keepMs };
  });
}
