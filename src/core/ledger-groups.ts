import { type Tier, tiers } from "./ids.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { State } from "./state.ts";
import { addUsage, costUsd, noUsage, totalTokens, type Usage } from "./usage.ts";

/** Calls, what they took and what that cost; `costUsd` is `null` where a price is unknown. */
export interface Spending {
  readonly calls: number;
  readonly usage: Usage;
  readonly costUsd: number | null;
}

/** What one group took in all, and of that apart: completed, discarded, and tries after the first. */
export interface SpendingGroup {
  readonly name: string;
  readonly total: Spending;
  readonly completed: Spending;
  readonly discarded: Spending;
  readonly retried: Spending;
}

/** Ways to look at a ledger. Each groups all of it, so each comes to the same sum. */
export interface LedgerGroups {
  readonly sum: SpendingGroup;
  readonly byTier: readonly SpendingGroup[];
  readonly byTrack: readonly SpendingGroup[];
  readonly byTicket: readonly SpendingGroup[];
  readonly byModel: readonly SpendingGroup[];
  /** A worker's or a QA's attempt; the planners live once. */
  readonly byAttempt: readonly SpendingGroup[];
}

export function groupLedger(state: State): LedgerGroups {
  const entries = [...state.ledger.entries.values()];
  const group = (nameOf: (entry: LedgerEntry) => string) => groupBy(state, entries, nameOf);
  return {
    sum: spendingOf(state, "all", entries),
    byTier: group(({ seat }) => seat.tier).toSorted(
      (a, b) => tiers.indexOf(a.name as Tier) - tiers.indexOf(b.name as Tier),
    ),
    byTrack: group(({ seat }) => seat.trackId ?? notOfATrack),
    byTicket: group(({ seat }) => seat.ticketId ?? notOfATicket),
    byModel: group(({ model }) => model),
    byAttempt: group(({ seat }) =>
      seat.ticketId === null ? notOfATicket : `${seat.ticketId} attempt ${seat.attempt}`,
    ),
  };
}

const notOfATrack = "(the epic)";
const notOfATicket = "(planning)";

function groupBy(
  state: State,
  entries: readonly LedgerEntry[],
  nameOf: (entry: LedgerEntry) => string,
): readonly SpendingGroup[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const members = groups.get(name);
    if (members === undefined) groups.set(name, [entry]);
    else members.push(entry);
  }
  return [...groups].map(([name, members]) => spendingOf(state, name, members));
}

function spendingOf(state: State, name: string, entries: readonly LedgerEntry[]): SpendingGroup {
  const spending = (
    callsOf: (entry: LedgerEntry) => number,
    usageOf: (entry: LedgerEntry) => Usage,
  ): Spending => ({
    calls: entries.reduce((sum, entry) => sum + callsOf(entry), 0),
    usage: entries.map(usageOf).reduce(addUsage, noUsage),
    costUsd: entries.reduce<number | null>((sum, { model, ...entry }) => {
      const usage = usageOf({ model, ...entry });
      const price = state.settings.prices[model];
      if (price === undefined) return totalTokens(usage) > 0 ? null : sum;
      return sum === null ? null : sum + costUsd(usage, price);
    }, 0),
  });
  return {
    name,
    total: spending(
      (entry) => entry.completedCalls + entry.discardedCalls,
      (entry) => entry.usage,
    ),
    completed: spending((entry) => entry.completedCalls, completedUsageOf),
    discarded: spending(
      (entry) => entry.discardedCalls,
      (entry) => entry.discardedUsage,
    ),
    retried: spending(
      (entry) => entry.retriedCalls,
      (entry) => entry.retriedUsage,
    ),
  };
}

function completedUsageOf({ usage, discardedUsage }: LedgerEntry): Usage {
  return {
    inputTokens: usage.inputTokens - discardedUsage.inputTokens,
    outputTokens: usage.outputTokens - discardedUsage.outputTokens,
    thinkingTokens: usage.thinkingTokens - discardedUsage.thinkingTokens,
    cacheReadTokens: usage.cacheReadTokens - discardedUsage.cacheReadTokens,
    cacheWriteTokens: usage.cacheWriteTokens - discardedUsage.cacheWriteTokens,
  };
}
