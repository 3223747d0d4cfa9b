import type { RunRecord } from "../record.ts";
import type { SchedulerEnd } from "../scheduler.ts";
import { unusedFaults } from "./unused-faults.ts";
import { unsaid } from "./sayings.ts";
import type { World } from "./world.ts";

/** All that is known of the run that a world has seen. */
export function recordOfWorld(world: World, end: SchedulerEnd): RunRecord {
  const { scenario, lives, comparisons, person, scheduler, workspace } = world;
  // A run that is not done vouches for nothing on its branch.
  if (lives.at(-1)!.finished?.outcome !== "done") workspace.putBranchBack();
  const stepsAtEvent: number[] = [];
  for (const { seq, steps } of world.arrivals) stepsAtEvent[seq - 1] = steps;
  return {
    lives,
    log: lives.at(-1)!.log,
    observations: world.observations,
    receptions: world.receptions,
    executions: world.executions,
    shown: world.shown,
    answers: person.answers,
    atRest: world.atRest,
    foldDifferences: comparisons.flatMap(({ difference }) =>
      difference === null ? [] : [difference],
    ),
    foldComparisons: comparisons.length,
    steps: scheduler.steps,
    stepsAtEvent,
    end,
    problems: [
      ...world.problems,
      ...world.replies.unused(),
      ...person.unused(),
      ...unsaid(world.sayings),
      ...unusedFaults(scenario, { ...world, wasOut: world.outage.wasOn }),
    ],
    files: workspace.filesOnBranch(),
    remains: workspace.remains(),
    theirsBefore: world.theirsBefore,
  };
}
