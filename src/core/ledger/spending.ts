import {
  addUsage,
  costUsd,
  noUsage,
  type Price,
  savedUsd,
  totalTokens,
  type Usage,
} from "./usage.ts";

/** Calls, what they took and what that cost. */
export interface Spending {
  readonly calls: number;
  readonly usage: Usage;
  /** `null` where a price is unknown. */
  readonly costUsd: number | null;
  /** The cost of all calls whose price is known: equal to `costUsd` where that is no `null`, else a lower bound. */
  readonly knownCostUsd: number;
  /** What the cache saved against the same input without one; below 0 where writing to it cost more. `null` as above. */
  readonly savedUsd: number | null;
}

/** Each part is of one model. Where nothing was taken, no price is missed. */
export function spendingOf(
  parts: readonly { readonly model: string; readonly calls: number; readonly usage: Usage }[],
  prices: Readonly<Record<string, Price>>,
): Spending {
  let calls = 0;
  let usage = noUsage;
  let knownCostUsd = 0;
  let knownSavedUsd = 0;
  let isPriced = true;
  for (const part of parts) {
    calls += part.calls;
    usage = addUsage(usage, part.usage);
    const price = prices[part.model];
    if (price === undefined) {
      if (totalTokens(part.usage) > 0) isPriced = false;
      continue;
    }
    knownCostUsd += costUsd(part.usage, price);
    knownSavedUsd += savedUsd(part.usage, price);
  }
  return {
    calls,
    usage,
    costUsd: isPriced ? knownCostUsd : null,
    knownCostUsd,
    savedUsd: isPriced ? knownSavedUsd : null,
  };
}
