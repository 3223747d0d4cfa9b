import type { Scenario } from "./scenario.ts";
import { type Checkers, runTrial, type Trial, type TrialResult } from "./trial.ts";

/** The most runs that shrinking takes. */
const runsMax = 800;

/**
 * Finds the smallest trial that fails in the same way: without the runs that it need not be compared with, with the
 * fewest faults, and with the fewest steps out of the default order.
 */
export async function shrink(
  scenario: Scenario,
  failing: TrialResult,
  kind: string,
  checkers: Checkers = {},
): Promise<TrialResult> {
  let best = failing;
  let runs = 0;

  async function stillFails(trial: Trial): Promise<boolean> {
    if (runs++ >= runsMax) return false;
    const result = await runTrial(scenario, trial, checkers);
    if (!result.failures.some((failure) => failure.kind === kind)) return false;
    best = result;
    return true;
  }

  /** Delta debugging: leaves out ever smaller parts, again and again, for as long as the failure stays. */
  async function fewest<Item>(
    items: () => readonly Item[],
    without: (rest: readonly Item[]) => Trial,
  ): Promise<void> {
    let before = Infinity;
    while (items().length < before) {
      before = items().length;
      for (let size = before; size >= 1; size = Math.floor(size / 2)) {
        let at = 0;
        while (at < items().length) {
          const rest = [...items().slice(0, at), ...items().slice(at + size)];
          if (!(await stillFails(without(rest)))) at += size;
        }
      }
    }
  }

  if (failing.trial.twice) await stillFails({ ...best.trial, twice: false });
  if (failing.trial.hurtCall !== null) await stillFails({ ...best.trial, hurtCall: null });
  await fewest(
    () => best.trial.killAtEvents,
    (killAtEvents) => ({ ...best.trial, killAtEvents }),
  );
  if (failing.trial.swarm !== null) {
    await fewest(
      () => best.trial.swarm ?? [],
      (swarm) => ({ ...best.trial, swarm }),
    );
  }
  await fewest(
    () => best.trial.schedule.deviations,
    (deviations) => ({ ...best.trial, schedule: { deviations } }),
  );
  return best;
}
