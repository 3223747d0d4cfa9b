import { type Tier, tiers } from "../../../core/ids.ts";
import { projectUsage } from "../../../core/project.ts";
import type { State } from "../../../core/state.ts";
import type { Findings } from "../verdict.ts";
import { dollarsOf, isNear, noTokens, tokensOf, withUsage } from "./token-sums.ts";

/** What is shown of each tier, its dollars and estimates among it, is what the ledger's entries of its sessions come to. */
export function checkShownUsage(state: State, { exercise, breach }: Findings): void {
  // What a call under way has taken so far has no entry yet.
  if (state.unsettled.values().some(({ type }) => type === "model.started")) return;
  const shown = projectUsage(state);
  for (const tier of tiers) {
    exercise();
    const { taken, estimated, usd } = entriesOf(state, tier);
    const { costUsd, estimatedTokens = 0, ...tokens } = shown[tier];
    for (const member of Object.keys(tokens) as (keyof typeof tokens)[])
      if (tokens[member] !== taken[member])
        breach(
          `${tier}: it is shown with ${tokens[member]} ${member}; its sessions took ${taken[member]}`,
        );
    if (estimatedTokens !== estimated)
      breach(`${tier}: it is shown with ${estimatedTokens} tokens estimated; ${estimated} are`);
    const isSame = usd === null || costUsd === null ? usd === costUsd : isNear(usd, costUsd);
    if (!isSame) breach(`${tier}: it is shown with ${costUsd} dollars; its sessions cost ${usd}`);
  }
}

/** `usd` is `null` where a model that took tokens has no price. */
function entriesOf({ ledger, settings }: State, tier: Tier) {
  let taken = noTokens;
  let estimated = 0;
  let usd: number | null = 0;
  for (const { seat, usage, estimatedUsage, model } of ledger.entries.values()) {
    if (seat.tier !== tier || tokensOf(usage) === 0) continue;
    taken = withUsage(taken, usage);
    estimated += tokensOf(estimatedUsage);
    const price = settings.prices[model];
    usd = usd === null || price === undefined ? null : usd + dollarsOf(usage, price);
  }
  return { taken, estimated, usd };
}
