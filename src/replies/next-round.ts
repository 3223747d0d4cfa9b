import { type RepliesState, roundsOf, stepAt, withGroup } from "./replies-state.ts";
import { isMet, type Round, type UnmetRound } from "./round.ts";

/** So many failed rounds of one reply may still be taken up again, besides the first that nobody ever got. */
const failedMax = 64;

/**
 * A reply for several requests can be met once more. Where it is for any number of them, what came of the
 * earlier ones is forgotten, but for those that are on their way or may come again.
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
