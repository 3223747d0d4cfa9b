import { assertNever } from "../core/assert-never.ts";
import type { Job, Worked, WorkerMessage } from "./explore-worker.ts";
import { unreadableScenario } from "./unreadable-scenario.ts";

/** A thread that explores one job at a time, and keeps what it has loaded for the next. */
export interface ExploreThread {
  explore(job: Job, onTrial: (failed: boolean) => void): Promise<Worked>;
  end(): void;
}

export function newExploreThread(): ExploreThread {
  const worker = new Worker(new URL("./explore-worker.ts", import.meta.url).href);
  return {
    explore: (job, onTrial) => perform(worker, job, onTrial),
    end: () => worker.terminate(),
  };
}

/**
 * Runs jobs on threads, each of which takes the next job as soon as it is free. The results are in the order of the
 * jobs; with `bail`, jobs that had not begun when one failed are `null`.
 */
export async function exploreOnThreads(
  jobs: readonly Job[],
  options: {
    readonly threads: number;
    readonly onTrial: (failed: boolean) => void;
    /** No further job is begun. */
    readonly stop: AbortSignal;
  },
): Promise<readonly (Worked | null)[]> {
  const results: (Worked | null)[] = jobs.map(() => null);
  let next = 0;
  let isOver = false;

  async function work(): Promise<void> {
    const thread = newExploreThread();
    try {
      while (!isOver && !options.stop.aborted && next < jobs.length) {
        const index = next++;
        const job = jobs[index]!;
        const worked = await thread.explore(job, options.onTrial);
        results[index] = worked;
        if (job.bail && worked.tally.failing.length > 0) isOver = true;
      }
    } finally {
      thread.end();
    }
  }

  await Promise.all(Array.from({ length: Math.min(options.threads, jobs.length) }, work));
  return results;
}

function perform(worker: Worker, job: Job, onTrial: (failed: boolean) => void): Promise<Worked> {
  const over = new AbortController();
  const { signal } = over;
  return new Promise<Worked>((resolve, reject) => {
    const hear = ({ data }: MessageEvent<WorkerMessage>): void => {
      switch (data.type) {
        case "trial":
          onTrial(data.failed);
          return;
        case "done":
          resolve(data.worked);
          return;
        case "unreadable":
          reject(unreadableScenario(data.problems));
          return;
        case "failed":
          reject(new Error(data.message));
          break;
        default:
          assertNever(data);
      }
    };
    worker.addEventListener("message", hear, { signal });
    worker.addEventListener("error", (event) => reject(new Error(event.message)), { signal });
    worker.postMessage(job);
  }).finally(() => over.abort());
}
