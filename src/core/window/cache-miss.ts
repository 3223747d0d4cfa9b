import { cacheLifeMs } from "./cache-breakpoints.ts";
import type { CallReport } from "./context-account.ts";
import { type Tier, tiers } from "../ids.ts";
import type { ModelChoice } from "../settings.ts";
import type { SessionState, State } from "../state.ts";
import { toolsOf } from "../tools/offered-tools.ts";

/**
 * Why a call read less from the cache than the call before it had left there: the first part of the prefix
 * that changed, or `expired`. `first`: nothing had been left. `too-short`: the provider keeps no prefix that is
 * so short. `unreported`: the provider does not tell what it keeps, and no later call has shown it. `evicted`:
 * nothing that we know of changed.
 */
export type CacheMiss =
  | "first"
  | "too-short"
  | "unreported"
  | "expired"
  | "system"
  | "tools"
  | "files"
  | "history"
  | "evicted";

/** Why each call of a session that reported read no more; `null` where it read all that it could. */
export function cacheMisses(state: State, session: SessionState): readonly (CacheMiss | null)[] {
  const { calls } = session.context;
  if (!reportsWrites(state, session)) {
    return calls.map((call, index) => untoldMiss(calls[index - 1], call, calls[index + 1]));
  }
  return calls.map((call, index) => {
    const before = calls[index - 1];
    return before === undefined ? firstMiss(state, session, call) : nextMiss(before, call);
  });
}

/** Whether the provider of a session's model tells what it writes to its cache. */
export const reportsWrites = (state: State, { seat }: SessionState): boolean =>
  tiersThatReportWrites(state).has(seat.tier);

/**
 * Tiers whose provider reports what it wrote to its cache: OpenAI's wire does not, and reads that nobody wrote
 * are a sign of it. Without a report of it nothing says how long a prefix is kept either.
 */
export function tiersThatReportWrites(state: State): ReadonlySet<Tier> {
  const { models } = state.settings;
  const wrote = new Set<string>();
  const read = new Set<string>();
  for (const { seat, context } of state.sessions.values()) {
    const { model } = models[seat.tier];
    for (const { usage } of context.calls) {
      if (usage.cacheWriteTokens > 0) wrote.add(model);
      if (usage.cacheReadTokens > 0) read.add(model);
    }
  }
  const silent = ({ model, provider }: ModelChoice): boolean =>
    !wrote.has(model) && (provider === "openai" || read.has(model));
  return new Set(tiers.filter((tier) => !silent(models[tier])));
}

/** What a call left in the cache, as far as it is known: what it read, which reading renews, and what it wrote. */
export function leftTokens({ usage }: CallReport): number {
  return usage.cacheReadTokens + usage.cacheWriteTokens;
}

export function sameDrops(a: CallReport, b: CallReport): boolean {
  return (
    a.drops.resultsThrough === b.drops.resultsThrough &&
    a.drops.turnsThrough === b.drops.turnsThrough
  );
}

function nextMiss(before: CallReport, call: CallReport): CacheMiss | null {
  const expected = leftTokens(before);
  if (expected === 0) return leftTokens(call) === 0 ? "too-short" : "first";
  if (call.usage.cacheReadTokens >= expected) return null;
  if (call.usageAtMs >= before.usageAtMs + cacheLifeMs) return "expired";
  return sameDrops(before, call) ? "evicted" : "history";
}

/** Where only reads are reported, what a call reads is the proof of what those before it left. */
function untoldMiss(
  before: CallReport | undefined,
  call: CallReport,
  next: CallReport | undefined,
): CacheMiss | null {
  const read = call.usage.cacheReadTokens;
  const known = before === undefined ? 0 : leftTokens(before);
  if (read < known) return sameDrops(before!, call) ? "evicted" : "history";
  if (read > 0) return null;
  return next !== undefined && next.usage.cacheReadTokens > 0 ? "first" : "unreported";
}

/** A session's first call may read what another session left in the cache: two prompts share at most what precedes the files. */
function firstMiss(state: State, session: SessionState, call: CallReport): CacheMiss | null {
  if (leftTokens(call) === 0) return "too-short";
  const { tier } = session.seat;
  const { model } = state.settings.models[tier];
  const others = [...state.sessions.values()].filter(
    (other) => other.id !== session.id && state.settings.models[other.seat.tier].model === model,
  );
  const sameTier = others.filter((other) => other.seat.tier === tier);
  const own = latestBefore(sameTier, call);
  // What it read was left by a call whose end is not known: it is under way, or was cut off.
  if (own === null && call.usage.cacheReadTokens > 0) return null;
  const latest = own ?? latestBefore(others, call);
  if (latest === null) return "first";
  if (latest.call.usageAtMs + cacheLifeMs <= call.usageAtMs) return "expired";
  const before = latest.tier;
  const { system } = state.settings.prompts;
  if (JSON.stringify(toolsOf(before)) !== JSON.stringify(toolsOf(tier))) return "tools";
  if (system[before] !== system[tier]) return "system";
  return call.usage.cacheReadTokens >= leftTokens(latest.call) ? null : "files";
}

/** The last call of these sessions that had reported before this one, and had left something in the cache. */
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
