import type { Event } from "../../../core/event.ts";
import { type SessionId, sessionIdOf, type Tier, tiers } from "../../../core/ids.ts";
import type { Ledger, LedgerEntry } from "../../../core/ledger/ledger.ts";
import type { Price, Usage } from "../../../core/ledger/usage.ts";
import type { Findings } from "../verdict.ts";
import { planningSession } from "../passed-on/model-words.ts";
import { hasContent, lacks } from "./reported-usage.ts";
import {
  dollarsOf,
  isNear,
  withoutUsage,
  noTokens,
  withUsage,
  tokensOf,
  usageMembers,
} from "./token-sums.ts";

/** The tokens of one session's calls, summed from the log alone. */
interface Taken {
  usage: Usage;
  discardedUsage: Usage;
  completedCalls: number;
  discardedCalls: number;
  retriedCalls: number;
  /** Those that were to mend a plan which had been refused. */
  repairCalls: number;
  /** Those of which the provider did not tell all that they took. */
  estimatedCalls: number;
}

/**
 * The ledger's detailed sums agree with the same calls: the entry of each session, discarded and retried tries among them,
 * and the dollars that all tokens cost.
 */
export function checkEntries(
  ledger: Ledger,
  log: readonly Event[],
  {
    sums,
    prices,
  }: {
    readonly sums: ReadonlyMap<Tier, Usage>;
    readonly prices: Readonly<Record<string, Price>>;
  },
  findings: Findings,
): void {
  findings.exercise();
  const { breach } = findings;
  const taken = takenBySession(log);
  const entries = new Map<Tier, Usage>(tiers.map((tier) => [tier, noTokens]));
  let usd: number | null = 0;
  let estimatedTokens = 0;
  for (const entry of ledger.entries.values()) {
    const { seat, usage, estimatedUsage, model } = entry;
    estimatedTokens += tokensOf(estimatedUsage);
    entries.set(seat.tier, withUsage(entries.get(seat.tier)!, withoutUsage(usage, estimatedUsage)));
    const price: Price | undefined = prices[model];
    if (usd !== null && price !== undefined) usd += dollarsOf(usage, price);
    else if (tokensOf(usage) > 0) usd = null;
    checkEntry(entry, taken.get(sessionIdOf(seat)), findings);
  }
  let total = 0;
  for (const tier of tiers) {
    const sum = sums.get(tier)!;
    total += tokensOf(sum);
    if (tokensOf(entries.get(tier)!) !== tokensOf(sum))
      breach(`${tier}: the sessions' entries come to something else than was reported`);
  }
  if (ledger.usedTokens !== total + estimatedTokens)
    breach(
      `the ledger says ${ledger.usedTokens} tokens in all; ${total} were reported and ${estimatedTokens} estimated`,
    );
  const { usedUsd } = ledger;
  const isSame = usd === null || usedUsd === null ? usd === usedUsd : isNear(usd, usedUsd);
  if (!isSame) breach(`the ledger says ${usedUsd} dollars; its calls cost ${usd}`);
}

function checkEntry(
  entry: LedgerEntry,
  taken: Taken | undefined,
  { exercise, breach }: Findings,
): void {
  exercise();
  const name = sessionIdOf(entry.seat);
  if (taken === undefined)
    return breach(`${name}: the ledger has an entry, and no call of it ended`);
  for (const member of [
    "completedCalls",
    "discardedCalls",
    "retriedCalls",
    "repairCalls",
    "estimatedCalls",
  ] as const)
    if (entry[member] !== taken[member])
      breach(`${name}: the ledger says ${entry[member]} ${member}; the log has ${taken[member]}`);
  // Nothing is estimated for a discarded try.
  const shown = {
    usage: withoutUsage(entry.usage, entry.estimatedUsage),
    discardedUsage: entry.discardedUsage,
  };
  for (const sum of ["usage", "discardedUsage"] as const)
    for (const member of usageMembers)
      if (shown[sum][member] !== taken[sum][member])
        breach(
          `${name}: the ledger's ${sum} has ${shown[sum][member]} ${member}; the log has ${taken[sum][member]}`,
        );
}

function takenBySession(log: readonly Event[]): ReadonlyMap<SessionId, Taken> {
  const sessions = new Map<SessionId, Taken>();
  const last = new Map<number, Usage>();
  const brought = new Set<number>();
  /** Planners whose last plan was refused. */
  const refused = new Set<SessionId>();
  for (const event of log) {
    if (event.type === "plan.refused") refused.add(planningSession(event.trackId));
    if (event.type === "tracks.proposed") refused.delete(planningSession(null));
    if (event.type === "tickets.proposed") refused.delete(planningSession(event.trackId));
    if (event.type === "stream.deltas" && event.deltas.some(hasContent))
      brought.add(event.effectId);
    if (event.type === "stream.deltas" && event.usage !== null)
      last.set(event.effectId, event.usage);
    if (event.type !== "stream.completed" && event.type !== "stream.discarded") continue;
    const { sessionId } = event.unit;
    const usage = last.get(event.effectId) ?? noTokens;
    const taken = sessions.get(sessionId) ?? {
      usage: noTokens,
      discardedUsage: noTokens,
      completedCalls: 0,
      discardedCalls: 0,
      retriedCalls: 0,
      repairCalls: 0,
      estimatedCalls: 0,
    };
    sessions.set(sessionId, taken);
    taken.usage = withUsage(taken.usage, usage);
    if (event.type === "stream.completed") {
      taken.completedCalls += 1;
      const isWhole = true;
      if (lacks(last.get(event.effectId) ?? null, brought.has(event.effectId), isWhole))
        taken.estimatedCalls += 1;
    } else {
      taken.discardedCalls += 1;
      taken.discardedUsage = withUsage(taken.discardedUsage, usage);
    }
    if (event.unit.try > 1) taken.retriedCalls += 1;
    if (refused.has(sessionId)) taken.repairCalls += 1;
  }
  return sessions;
}
