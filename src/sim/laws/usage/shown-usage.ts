import { type Tier, tiers } from "../../../core/ids.ts";
import { projectUsage } from "../../../core/project.ts";
import type { State } from "../../../core/state.ts";
import type { Findings } from "../verdict.ts";
import { dollarsOf, isNear, noTokens, tokensOf, withUsage } from "./token-sums.ts";

/** What is shown of each tier, its dollars among it, is what the ledger's entries of its sessions come to. */
export function checkShownUsage(state: State, { exercise, breach }: Findings): void {
  // What a call under way has taken so far has no entry yet.
  if (state.unsettled.values().some(({ type }) => type === "model.started")) return;
  const shown = projectUsage(state);
  for (const tier of tiers) {
    exercise();
    const { tokens, usd } = entriesOf(state, tier);
    if (tokensOf({ ...noTokens, ...shown[tier] }) !== tokens)
      breach(`${tier}: it is shown with other tokens than the ${tokens} of its sessions`);
    const { costUsd } = shown[tier];
    const isSame = usd === null || costUsd === null ? usd === costUsd : isNear(usd, costUsd);
    if (!isSame) breach(`${tier}: it is shown with ${costUsd} dollars; its sessions cost ${usd}`);
  }
}

/** `usd` is `null` where a model that took tokens has no price. */
function entriesOf({ ledger, settings }: State, tier: Tier) {
  let taken = noTokens;
  let usd: number | null = 0;
  for (const { seat, usage, model } of ledger.entries.values()) {
    if (seat.tier !== tier || tokensOf(usage) === 0) continue;
    taken = withUsage(taken, usage);
    const price = settings.prices[model];
    usd = usd === null || price === undefined ? null : usd + dollarsOf(usage, price);
  }
  return { tokens: tokensOf(taken), usd };
}
