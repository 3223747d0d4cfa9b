import { type RepliesState, roundsOf, stepAt, withGroup } from "./replies-state.ts";
import { isMet, type Round, type UnmetRound } from "./round.ts";

/** How many failed rounds of one reply are kept for a retry, besides the first that was never delivered. */
const failedMax = 64;

/**
 * Adds another round to a reply that is for several requests. Of a reply for any number of requests, earlier rounds are
 * dropped, except those in flight and those that may be retried.
 */
export function withNextRound(state: RepliesState, met: UnmetRound): RepliesState {
  const { group, reply } = stepAt(state, met);
  const { times = 1 } = reply;
  if (times !== "any" && met.round >= times) return state;
  const rounds = roundsOf(state, group);
  const next: UnmetRound = { state: "unmet", step: met.step, round: met.round + 1 };
  const renewed = rounds.toSpliced(rounds.indexOf(met) + 1, 0, next);
  if (times !== "any") return withGroup(state, group, renewed);
  const forgotten = forgettable(
    rounds.filter(({ step, round }) => step === met.step && round < met.round),
  );
  return withGroup(
    state,
    group,
    forgotten.size === 0 ? renewed : renewed.filter((round) => !forgotten.has(round)),
  );
}

function forgettable(earlier: readonly Round[]): ReadonlySet<Round> {
  const met = earlier.filter(isMet);
  const failed = met.filter(({ state }) => state === "failed");
  const lost = failed.find(({ isUsed }) => !isUsed);
  const kept = new Set([...failed.slice(-failedMax), ...(lost === undefined ? [] : [lost])]);
  return new Set(met.filter((one) => one.state !== "open" && !kept.has(one)));
}
