import { type Seat, type Tier, tiers } from "../ids.ts";
import { purposeOf } from "../planning/planner.ts";
import type { State } from "../state.ts";
import { addUsage, noUsage, subtractUsage, type Usage } from "./usage.ts";

/** A call whose end is not in the log: under way, or cut off where no process writes the run any more. */
export interface CallUnderWay {
  readonly seat: Seat;
  readonly model: string;
  readonly try: number;
  readonly purpose: "work" | "repair";
  /** As the provider has reported it so far. */
  readonly usage: Usage;
}

/** The calls in flight. The ledger books a call when it ends; until then its reported usage is in its draft. */
export function callsUnderWay(state: State): readonly CallUnderWay[] {
  const calls: CallUnderWay[] = [];
  for (const intents of [state.unsettled, state.abandoned]) {
    for (const intent of intents.values()) {
      if (intent.type !== "model.started") continue;
      const session = state.sessions.get(intent.unit.sessionId)!;
      const { phase, seat } = session;
      if (phase.type !== "calling" || phase.effectId !== intent.seq) continue;
      calls.push({
        seat,
        model: state.settings.models[seat.tier].model,
        try: session.try,
        purpose: purposeOf(state, session),
        usage: phase.draft.usage ?? noUsage,
      });
    }
  }
  return calls;
}

/** All that a run took by now, by tier: what is booked, estimates among it, and what was reported of what is under way. */
export function takenByTier(state: State): ReadonlyMap<Tier, Usage> {
  const reported = new Map(tiers.map((tier) => [tier, state.ledger.byTier.get(tier)!]));
  for (const { seat, usage } of callsUnderWay(state)) {
    reported.set(seat.tier, addUsage(reported.get(seat.tier)!, usage));
  }
  return reported;
}

/** The same without what is estimated. */
export function reportedByTier(state: State): ReadonlyMap<Tier, Usage> {
  const { estimatedByTier } = state.ledger;
  return new Map(
    [...takenByTier(state)].map(([tier, usage]) => [
      tier,
      subtractUsage(usage, estimatedByTier.get(tier)!),
    ]),
  );
}
