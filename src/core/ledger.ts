import { type Seat, type Tier, tiers } from "./ids.ts";
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
  completedCalls: number;
  discardedCalls: number;
  retriedCalls: number;
  repairCalls: number;
}

/** All tokens of a run. Sums are kept, so that reading them costs nothing. */
export interface Ledger {
  readonly entries: Map<string, LedgerEntry>;
  readonly byTier: Map<Tier, Usage>;
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
    readonly usage: Usage;
    readonly completed: boolean;
    readonly price: Price | null;
  },
): void {
  const key = `${call.sessionId} ${call.model}`;
  const entry = ledger.entries.get(key) ?? {
    seat: call.seat,
    model: call.model,
    usage: noUsage,
    discardedUsage: noUsage,
    retriedUsage: noUsage,
    repairUsage: noUsage,
    completedCalls: 0,
    discardedCalls: 0,
    retriedCalls: 0,
    repairCalls: 0,
  };
  ledger.entries.set(key, entry);
  entry.usage = addUsage(entry.usage, call.usage);
  if (call.completed) entry.completedCalls++;
  else {
    entry.discardedCalls++;
    entry.discardedUsage = addUsage(entry.discardedUsage, call.usage);
  }
  if (call.try > 1) {
    entry.retriedCalls++;
    entry.retriedUsage = addUsage(entry.retriedUsage, call.usage);
  }
  if (call.purpose === "repair") {
    entry.repairCalls++;
    entry.repairUsage = addUsage(entry.repairUsage, call.usage);
  }
  ledger.byTier.set(call.seat.tier, addUsage(ledger.byTier.get(call.seat.tier)!, call.usage));
  ledger.usedTokens += totalTokens(call.usage);
  if (call.price !== null && ledger.usedUsd !== null) {
    ledger.usedUsd += costUsd(call.usage, call.price);
  } else if (totalTokens(call.usage) > 0) ledger.usedUsd = null;
}
