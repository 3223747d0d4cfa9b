import { fewest } from "./search/fewest.ts";
import { withoutDetours } from "./search/named-order.ts";
import type { Deadline } from "../clock/deadline.ts";
import type { Scenario } from "./scenario.ts";
import type { Checkers } from "./trial-failures.ts";
import { runTrial, scheduleBy, type Trial, type TrialResult } from "./trial.ts";

/** The most runs that shrinking takes. */
const runsMax = 800;

/**
 * Finds the smallest trial that fails in the same way: without companion runs that the failure does not need, with the
 * fewest faults, and with the fewest steps out of the default order.
 */
export async function shrink(
  scenario: Scenario,
  failing: TrialResult,
  kind: string,
  {
    checkers = {},
    isOver = () => false,
  }: { readonly checkers?: Checkers; readonly isOver?: Deadline } = {},
): Promise<TrialResult> {
  let best = failing;
  let runs = 0;

  async function stillFails(trial: Trial): Promise<boolean> {
    if (runs++ >= runsMax || isOver()) return false;
    const result = await runTrial(scenario, trial, checkers);
    if (!result.failures.some((failure) => failure.kind === kind)) return false;
    best = result;
    return true;
  }

  if (failing.trial.twice) await stillFails({ ...best.trial, twice: false });
  if (failing.trial.hurtCall !== null) await stillFails({ ...best.trial, hurtCall: null });
  await fewest(
    () => best.trial.killAtEvents,
    (killAtEvents) => stillFails({ ...best.trial, killAtEvents }),
  );
  if (failing.trial.swarm !== null) {
    await fewest(
      () => best.trial.swarm ?? [],
      (swarm) => stillFails({ ...best.trial, swarm }),
    );
  }
  await fewest(
    () => best.trial.schedule.deviations,
    (deviations) => stillFails({ ...best.trial, schedule: { deviations } }),
  );
  await withoutDetours(best.record.steps, async (draw) => {
    if (runs++ >= runsMax || isOver()) return false;
    const { trial } = best;
    const schedule = await scheduleBy(scenario, trial, draw);
    const isShorter = schedule.deviations.length < trial.schedule.deviations.length;
    return isShorter && (await stillFails({ ...trial, schedule }));
  });
  return best;
}
