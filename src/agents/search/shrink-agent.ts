import { fewest } from "../../sim/search/fewest.ts";
import type { Deadline } from "../../clock/deadline.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import {
  agentScheduleBy,
  type AgentTrial,
  type AgentTrialResult,
  runAgentTrial,
} from "../agent-trial.ts";
import { withoutDetours } from "../../sim/search/named-order.ts";

/** The most runs that shrinking takes. */
const runsMax = 600;

/**
 * Finds the smallest trial that fails in the same way: run once where that is enough, with the chance of the default
 * order, the fewest faults, and the fewest steps out of the default order.
 */
export async function shrinkAgent(
  scenario: AgentScenario,
  failing: AgentTrialResult,
  kind: string,
  isOver: Deadline = () => false,
): Promise<AgentTrialResult> {
  let best = failing;
  let runs = 0;

  async function stillFails(trial: AgentTrial): Promise<boolean> {
    if (runs++ >= runsMax || isOver()) return false;
    const result = await runAgentTrial(scenario, trial);
    if (!result.failures.some((failure) => failure.kind === kind)) return false;
    best = result;
    return true;
  }

  if (best.trial.twice) await stillFails({ ...best.trial, twice: false });
  const simplest: AgentTrial = {
    ...best.trial,
    schedule: { deviations: [] },
    faults: [],
    chance: 0,
  };
  if (await stillFails(simplest)) return best;
  if (best.trial.chance !== 0) await stillFails({ ...best.trial, chance: 0 });
  await fewest(
    () => best.trial.faults,
    (faults) => stillFails({ ...best.trial, faults }),
  );
  await fewest(
    () => best.trial.schedule.deviations,
    (deviations) => stillFails({ ...best.trial, schedule: { deviations } }),
  );
  await withoutDetours(best.record.steps, async (draw) => {
    if (runs++ >= runsMax || isOver()) return false;
    const { trial } = best;
    const schedule = await agentScheduleBy(scenario, trial, draw);
    const isShorter = schedule.deviations.length < trial.schedule.deviations.length;
    return isShorter && (await stillFails({ ...trial, schedule }));
  });
  return best;
}
