import { type Seat, type Tier, tiers } from "../ids.ts";
import type { Price, Usage } from "./usage.ts";
import { addUsage, costUsd, noUsage, totalTokens } from "./usage.ts";

/** What one session took from one model. */
export interface LedgerEntry {
  readonly seat: Seat;
  readonly model: string;
  /** Of all tries, discarded ones included. */
  usage: Usage;
  /** Of discarded tries alone. */
  discardedUsage: Usage;
  /** Of retries, however they ended. */
  retriedUsage: Usage;
  /** Of planners' turns that were to mend a plan which had been refused. */
  repairUsage: Usage;
  /** Of `usage`, what no provider told: it is estimated from what was sent and what came. */
  estimatedUsage: Usage;
  completedCalls: number;
  discardedCalls: number;
  retriedCalls: number;
  repairCalls: number;
  estimatedCalls: number;
}

/** All tokens of a run. Sums are kept, so that reading them costs nothing. */
export interface Ledger {
  readonly entries: Map<string, LedgerEntry>;
  readonly byTier: Map<Tier, Usage>;
  /** Of `byTier`, what is estimated. */
  readonly estimatedByTier: Map<Tier, Usage>;
  usedTokens: number;
  /** `null` once a model without a known price was used. */
  usedUsd: number | null;
  /** Reserved for calls in flight. */
  reservedTokens: number;
  reservedUsd: number;
}

export const emptyLedger = (): Ledger => ({
  entries: new Map(),
  byTier: new Map(tiers.map((tier) => [tier, noUsage])),
  estimatedByTier: new Map(tiers.map((tier) => [tier, noUsage])),
  usedTokens: 0,
  usedUsd: 0,
  reservedTokens: 0,
  reservedUsd: 0,
});

/** Books one call's final usage. */
export function book(
  ledger: Ledger,
  call: {
    readonly seat: Seat;
    readonly sessionId: string;
    readonly model: string;
    /** Counts from 1. */
    readonly try: number;
    readonly purpose: "work" | "repair";
    readonly reported: Usage;
    /** What was not reported and must have been taken. */
    readonly estimated: Usage;
    readonly completed: boolean;
    readonly price: Price | null;
  },
): void {
  const usage = addUsage(call.reported, call.estimated);
  const key = `${call.sessionId} ${call.model}`;
  const entry = ledger.entries.get(key) ?? {
    seat: call.seat,
    model: call.model,
    usage: noUsage,
    discardedUsage: noUsage,
    retriedUsage: noUsage,
    repairUsage: noUsage,
    estimatedUsage: noUsage,
    completedCalls: 0,
    discardedCalls: 0,
    retriedCalls: 0,
    repairCalls: 0,
    estimatedCalls: 0,
  };
  ledger.entries.set(key, entry);
  entry.usage = addUsage(entry.usage, usage);
  if (call.completed) entry.completedCalls++;
  else {
    entry.discardedCalls++;
    entry.discardedUsage = addUsage(entry.discardedUsage, usage);
  }
  if (call.try > 1) {
    entry.retriedCalls++;
    entry.retriedUsage = addUsage(entry.retriedUsage, usage);
  }
  if (call.purpose === "repair") {
    entry.repairCalls++;
    entry.repairUsage = addUsage(entry.repairUsage, usage);
  }
  if (totalTokens(call.estimated) > 0) {
    entry.estimatedCalls++;
    entry.estimatedUsage = addUsage(entry.estimatedUsage, call.estimated);
    const { tier } = call.seat;
    const before = ledger.estimatedByTier.get(tier)!;
    ledger.estimatedByTier.set(tier, addUsage(before, call.estimated));
  }
  ledger.byTier.set(call.seat.tier, addUsage(ledger.byTier.get(call.seat.tier)!, usage));
  ledger.usedTokens += totalTokens(usage);
  if (call.price !== null && ledger.usedUsd !== null) {
    ledger.usedUsd += costUsd(usage, call.price);
  } else if (totalTokens(usage) > 0) ledger.usedUsd = null;
}
