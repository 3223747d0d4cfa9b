import { cacheLifeMs } from "./cache-breakpoints.ts";
import { type CacheMiss, cacheMisses, leftTokens, reportsWrites, sameDrops } from "./cache-miss.ts";
import { type CallReport, promptTokensOf } from "./context-account.ts";
import type { SessionState, State } from "../state.ts";
import { inputCost, type Price, savedUsd } from "../ledger/usage.ts";

/** What the cache did for one call; `miss` is `null` where the call read all that it could. */
export interface CacheUse {
  readonly readTokens: number;
  readonly writtenTokens: number;
  readonly miss: CacheMiss | null;
  /** What it would have cost more without a cache; below 0 where writing cost more than reading saved. */
  readonly savedUsd: number | null;
  /** Tokens that the call before had left in the cache and that this one sent again without reading them there. */
  readonly missedTokens: number;
  /** What those cost more than reading them would have. */
  readonly missedUsd: number | null;
}

/** Dollars are `null` where the model's price is unknown. */
export interface CacheView {
  /** Of all calls of the session that reported, discarded ones too. */
  readonly readTokens: number;
  readonly writtenTokens: number;
  /** Where not, `writtenTokens` says nothing. */
  readonly reportsWrites: boolean;
  /** The share of all its input that came from the cache; `null` before there was any. */
  readonly hitRate: number | null;
  /** What all input cost; what it would have cost without a cache; and the difference, below 0 where that is less. */
  readonly paidInputUsd: number | null;
  readonly uncachedInputUsd: number | null;
  readonly savedUsd: number | null;
  /** Of the calls right after a trim: what they had to send anew. */
  readonly trims: {
    readonly count: number;
    readonly missedTokens: number;
    readonly missedUsd: number | null;
  };
  readonly last: (CacheUse & { readonly turn: number; readonly try: number }) | null;
  /** How long what the last call left is still kept; `null` where it left nothing, or nobody says how long. */
  readonly remainingMs: number | null;
}

/** `uses`: one for each of the session's calls. */
export function cacheOf(
  state: State,
  session: SessionState,
  uses: readonly CacheUse[],
  nowMs: number,
): CacheView {
  const { calls } = session.context;
  let readTokens = 0;
  let writtenTokens = 0;
  let newTokens = 0;
  let paidUsd = 0;
  let uncachedUsd = 0;
  const price = priceOf(state, session);
  for (const { usage } of calls) {
    readTokens += usage.cacheReadTokens;
    writtenTokens += usage.cacheWriteTokens;
    newTokens += usage.inputTokens;
    if (price === null) continue;
    const cost = inputCost(usage, price);
    paidUsd += cost.paidUsd;
    uncachedUsd += cost.uncachedUsd;
  }
  const inputTokens = readTokens + writtenTokens + newTokens;
  const last = calls.at(-1);
  const use = uses.at(-1);
  const isReported = reportsWrites(state, session);
  return {
    readTokens,
    writtenTokens,
    reportsWrites: isReported,
    hitRate: inputTokens === 0 ? null : readTokens / inputTokens,
    paidInputUsd: price === null ? null : paidUsd,
    uncachedInputUsd: price === null ? null : uncachedUsd,
    savedUsd: price === null ? null : uncachedUsd - paidUsd,
    trims: trimsOf(calls, uses, price),
    last:
      last === undefined || use === undefined ? null : { turn: last.turn, try: last.try, ...use },
    remainingMs:
      last === undefined || leftTokens(last) === 0 || !isReported
        ? null
        : Math.max(0, last.usageAtMs + cacheLifeMs - nowMs),
  };
}

/**
 * What each call of a session that reported had of the cache, in their order. `addedTokens`: what a call's prompt
 * holds that the one before it did not, by the calls' indexes.
 */
export function cacheUses(
  state: State,
  session: SessionState,
  addedTokens: readonly number[],
): readonly CacheUse[] {
  const { calls } = session.context;
  const price = priceOf(state, session);
  const misses = cacheMisses(state, session);
  return calls.map((call, index) => {
    const { usage } = call;
    const miss = misses[index]!;
    const before = calls[index - 1];
    const again = promptTokensOf(usage) - addedTokens[index]!;
    const missedTokens =
      before === undefined || miss === null
        ? 0
        : Math.max(0, Math.min(leftTokens(before), again) - usage.cacheReadTokens);
    return {
      readTokens: usage.cacheReadTokens,
      writtenTokens: usage.cacheWriteTokens,
      miss,
      savedUsd: price === null ? null : savedUsd(usage, price),
      missedTokens,
      missedUsd: price === null ? null : missedUsd(call, missedTokens, price),
    };
  });
}

const priceOf = ({ settings }: State, { seat }: SessionState): Price | null =>
  settings.prices[settings.models[seat.tier].model] ?? null;

/** What was not read was written, or else it was plain input. */
function missedUsd({ usage }: CallReport, missedTokens: number, price: Price): number {
  const paidUsd = usage.cacheWriteTokens > 0 ? price.cacheWriteUsd : price.inputUsd;
  return (missedTokens * (paidUsd - price.cacheReadUsd)) / 1_000_000;
}

function trimsOf(
  calls: readonly CallReport[],
  uses: readonly CacheUse[],
  price: Price | null,
): CacheView["trims"] {
  const after = uses.filter(
    (_, index) => index > 0 && !sameDrops(calls[index - 1]!, calls[index]!),
  );
  return {
    count: after.length,
    missedTokens: after.reduce((sum, use) => sum + use.missedTokens, 0),
    missedUsd: price === null ? null : after.reduce((sum, use) => sum + (use.missedUsd ?? 0), 0),
  };
}
