import type { Job, Worked } from "../../sim/explore-job.ts";
import { type ExploreProcess, withExplorers } from "./explore-process.ts";

/**
 * Runs jobs in processes, each of which draws the next one as soon as it is free. The results are in the order of the
 * jobs; those that were drawn and did not end are `null`. With `bail`, none is drawn once one has failed.
 */
export async function exploreInProcesses(
  jobs: Iterable<Job>,
  options: {
    readonly processes: number;
    readonly onTrial: (failed: boolean) => void;
    /** No further schedule is begun. */
    readonly stop: AbortSignal;
  },
): Promise<readonly (Worked | null)[]> {
  const results: (Worked | null)[] = [];
  const drawn = jobs[Symbol.iterator]();
  let isOver = false;

  const next = (): Job | null => {
    const drawing = isOver || options.stop.aborted ? null : drawn.next();
    return drawing === null || drawing.done === true ? null : drawing.value;
  };

  async function work(start: () => ExploreProcess): Promise<void> {
    let job = next();
    if (job === null) return;
    const explorer = start();
    for (; job !== null; job = next()) {
      const index = results.push(null) - 1;
      const worked = await explorer.explore(job, options.onTrial, options.stop);
      results[index] = worked;
      if (job.bail && worked.tally.failing.length > 0) isOver = true;
    }
    await explorer.end();
  }

  await withExplorers((start) =>
    Promise.all(Array.from({ length: options.processes }, () => work(start))),
  );
  return results;
}
