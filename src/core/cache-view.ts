import { cacheLifeMs } from "./cache-breakpoints.ts";
import type { CallReport } from "./context-account.ts";
import type { Tier } from "./ids.ts";
import type { SessionState, State } from "./state.ts";
import { toolsOf } from "./tools.ts";

/**
 * Why a call read less from the cache than the call before it had left there: the first part of the prefix
 * that changed, or `expired`. `first`: there was no call before. `too-short`: the provider keeps no prefix
 * that is so short. `evicted`: nothing that we know of changed.
 */
export type CacheMiss =
  "first" | "too-short" | "expired" | "system" | "tools" | "files" | "history" | "evicted";

/** What one call had of the cache; `miss` is `null` where it read all that it could. */
export interface CacheUse {
  readonly readTokens: number;
  readonly writtenTokens: number;
  readonly miss: CacheMiss | null;
}

export interface CacheView {
  /** Of all calls of the session that reported, discarded ones too. */
  readonly readTokens: number;
  readonly writtenTokens: number;
  /** The share of all its input that came from the cache; `null` before there was any. */
  readonly hitRate: number | null;
  readonly last: (CacheUse & { readonly turn: number; readonly try: number }) | null;
  /** How long what the last call left is still kept; `null` where it left nothing. */
  readonly remainingMs: number | null;
}

export function cacheOf(state: State, session: SessionState, nowMs: number): CacheView {
  const { calls } = session.context;
  let readTokens = 0;
  let writtenTokens = 0;
  let newTokens = 0;
  for (const { usage } of calls) {
    readTokens += usage.cacheReadTokens;
    writtenTokens += usage.cacheWriteTokens;
    newTokens += usage.inputTokens;
  }
  const inputTokens = readTokens + writtenTokens + newTokens;
  const last = calls.at(-1);
  const use = last === undefined ? null : cacheUses(state, session).at(-1)!;
  return {
    readTokens,
    writtenTokens,
    hitRate: inputTokens === 0 ? null : readTokens / inputTokens,
    last: last === undefined || use === null ? null : { turn: last.turn, try: last.try, ...use },
    remainingMs:
      last === undefined || leftTokens(last) === 0
        ? null
        : Math.max(0, last.usageAtMs + cacheLifeMs - nowMs),
  };
}

/** What each call of a session that reported had of the cache, in their order. */
export function cacheUses(state: State, session: SessionState): readonly CacheUse[] {
  const { calls } = session.context;
  return calls.map((call, index) => {
    const { cacheReadTokens: readTokens, cacheWriteTokens: writtenTokens } = call.usage;
    const before = calls[index - 1];
    const miss = before === undefined ? firstMiss(state, session, call) : nextMiss(before, call);
    return { readTokens, writtenTokens, miss };
  });
}

function nextMiss(before: CallReport, call: CallReport): CacheMiss | null {
  const expected = leftTokens(before);
  if (expected === 0) return leftTokens(call) === 0 ? "too-short" : "first";
  if (call.usage.cacheReadTokens >= expected) return null;
  if (call.usageAtMs >= before.usageAtMs + cacheLifeMs) return "expired";
  return sameDrops(before, call) ? "evicted" : "history";
}

/** A session's first call can read what another session left; their prompts part at the files at the latest. */
function firstMiss(state: State, session: SessionState, call: CallReport): CacheMiss | null {
  if (leftTokens(call) === 0) return "too-short";
  const { tier } = session.seat;
  const { model } = state.settings.models[tier];
  const others = [...state.sessions.values()].filter(
    (other) => other !== session && state.settings.models[other.seat.tier].model === model,
  );
  const sameTier = others.filter((other) => other.seat.tier === tier);
  const latest = latestBefore(sameTier, call) ?? latestBefore(others, call);
  if (latest === null) return "first";
  if (latest.call.usageAtMs + cacheLifeMs <= call.usageAtMs) return "expired";
  const before = latest.tier;
  const { system } = state.settings.prompts;
  if (JSON.stringify(toolsOf(before)) !== JSON.stringify(toolsOf(tier))) return "tools";
  if (system[before] !== system[tier]) return "system";
  return call.usage.cacheReadTokens >= leftTokens(latest.call) ? null : "files";
}

/** The last of these sessions' calls that reported before this one, and left something. */
function latestBefore(
  sessions: readonly SessionState[],
  call: CallReport,
): { readonly tier: Tier; readonly call: CallReport } | null {
  let latest: { tier: Tier; call: CallReport } | null = null;
  for (const { seat, context } of sessions) {
    for (const candidate of context.calls) {
      if (candidate.usageSeq > call.usageSeq || leftTokens(candidate) === 0) continue;
      if (latest !== null && candidate.usageSeq < latest.call.usageSeq) continue;
      latest = { tier: seat.tier, call: candidate };
    }
  }
  return latest;
}

/** What a call left in the cache: what it read, which reading renews, and what it wrote. */
function leftTokens({ usage }: CallReport): number {
  return usage.cacheReadTokens + usage.cacheWriteTokens;
}

function sameDrops(a: CallReport, b: CallReport): boolean {
  return (
    a.drops.resultsThrough === b.drops.resultsThrough &&
    a.drops.turnsThrough === b.drops.turnsThrough
  );
}
