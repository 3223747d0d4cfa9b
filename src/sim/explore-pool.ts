import { realClock } from "../clock/real-clock.ts";
import { assertNever } from "../core/assert-never.ts";
import type { LoadProblem } from "./dsl/load-problem.ts";
import type { Job, ToWorker, Worked, WorkerMessage } from "./explore-worker.ts";
import { unreadableScenario } from "./unreadable-scenario.ts";

/** A thread that explores one job at a time. Modules that it has loaded serve its next jobs, too. */
export interface ExploreThread {
  /** `stop`: ends after the schedule that is under way. */
  explore(job: Job, onTrial: (failed: boolean) => void, stop?: AbortSignal): Promise<Worked>;
  end(): void;
}

export function newExploreThread(): ExploreThread {
  const worker = new Worker(new URL("./explore-worker.ts", import.meta.url).href);
  return {
    explore: (job, onTrial, stop) => execute(worker, job, onTrial, stop),
    end: () => worker.terminate(),
  };
}

/**
 * Runs jobs on threads, each of which draws the next one as soon as it is free. The results are in the order of the
 * jobs; those that were drawn and did not end are `null`. With `bail`, none is drawn once one has failed.
 */
export async function exploreOnThreads(
  jobs: Iterable<Job>,
  options: {
    readonly threads: number;
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

  async function work(): Promise<void> {
    let job = next();
    if (job === null) return;
    const thread = newExploreThread();
    try {
      for (; job !== null; job = next()) {
        const index = results.push(null) - 1;
        const worked = await thread.explore(job, options.onTrial, options.stop);
        results[index] = worked;
        if (job.bail && worked.tally.failing.length > 0) isOver = true;
      }
    } finally {
      thread.end();
    }
  }

  await Promise.all(Array.from({ length: options.threads }, work));
  return results;
}

/** A schedule that uses the processor for longer than this is assumed never to end. */
const silenceMs = 120_000;

const endless = ({ file, name, seeds }: Job): LoadProblem => ({
  file,
  line: null,
  column: null,
  message: `"${name}" has come to no end for over ${silenceMs / 1000} s under one of the seeds ${seeds[0]} to ${seeds.at(-1)}`,
  suggestion:
    "Look for a loop in its code that never ends, or for something that it waits for and that never comes.",
});

/**
 * Resolves once this process has used the processor for the limit while a thread sent no message. Time by the clock would
 * take a slow schedule on a busy machine for an endless one, so it counts only for a thread that waits without working.
 */
async function silent(signal: AbortSignal): Promise<void> {
  const used = process.cpuUsage();
  const latestMs = realClock.nowMs() + 3 * silenceMs;
  let leftMs = silenceMs;
  while (leftMs > 0 && realClock.nowMs() < latestMs) {
    await realClock.until(realClock.nowMs() + Math.max(leftMs, 1000), signal);
    const { user, system } = process.cpuUsage(used);
    leftMs = silenceMs - (user + system) / 1000;
  }
}

function execute(
  worker: Worker,
  job: Job,
  onTrial: (failed: boolean) => void,
  stop: AbortSignal | undefined,
): Promise<Worked> {
  const over = new AbortController();
  const { signal } = over;
  return new Promise<Worked>((resolve, reject) => {
    let silence = new AbortController();
    function alive(): void {
      silence.abort();
      silence = new AbortController();
      silent(AbortSignal.any([signal, silence.signal])).then(
        () => reject(unreadableScenario([endless(job)])),
        () => {},
      );
    }
    alive();
    const hear = ({ data }: MessageEvent<WorkerMessage>): void => {
      alive();
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
    const tell = (order: ToWorker): void => worker.postMessage(order);
    stop?.addEventListener("abort", () => tell({ type: "stop" }), { signal });
    tell({ type: "job", job });
  }).finally(() => over.abort());
}
