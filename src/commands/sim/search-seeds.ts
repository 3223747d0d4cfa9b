import { realClock } from "../../clock/real-clock.ts";
import type { Job } from "../../sim/explore-job.ts";
import { isUnreadableScenario } from "../../sim/unreadable-scenario.ts";
import { problemText } from "../scenario-file.ts";
import { usageError } from "../usage-error.ts";
import { addPart, emptyTallyFor, type Explored, exploreHere } from "./explored.ts";
import type { SeedRange } from "./seed-rounds.ts";
import { type Searched, seedsOf } from "./searched.ts";
import { exploreInProcesses } from "./explore-pool.ts";
import type { SimOptions } from "./sim-options.ts";
import type { Progress } from "./trial-progress.ts";

/** Schedules in one job of a process: few, so that all processes end at about the same time. */
const seedsPerJob = 25;

/** How a search goes on. */
export interface Search {
  readonly options: SimOptions;
  /** Drawn from as the search comes to them. */
  readonly rounds: Iterable<SeedRange>;
  readonly progress: Progress;
  readonly stop: AbortSignal;
}

/** What a search came to, by the place of its scenario; those of which nothing was run are left out. */
type Found = readonly (readonly [number, Explored])[];

/** Explores one scenario after another in this process. */
export async function exploreInTurn(
  work: readonly Searched[],
  { options, rounds, progress, stop }: Search,
): Promise<Found> {
  const { bail, shard } = options;
  const sums = emptySums(work);
  for (const round of rounds) {
    for (const [index, one] of work.entries()) {
      const { scenario, server, swarm, prefixes, strategy, wire } = one;
      if (stop.aborted) return reached(sums);
      const beganAtMs = realClock.nowMs();
      const tally = await exploreHere(scenario, seedsOf(one, index, round, shard), {
        swarm,
        bail: bail === true,
        wire,
        server,
        prefixes,
        onTrial: progress.trial,
        stop,
        ...(strategy === null ? {} : { strategy }),
      });
      const sum = sums[index]!;
      addPart(sum.tally, tally);
      sum.durationMs += realClock.nowMs() - beganAtMs;
      if (bail === true && tally.failing.length > 0) return reached(sums);
    }
  }
  return reached(sums);
}

/** Explores all scenarios in processes of their own. */
export async function exploreAll(
  work: readonly Searched[],
  { options, rounds, progress, stop }: Search,
  processes: number,
): Promise<Found> {
  const places: number[] = [];
  function* jobs(): Generator<Job, void> {
    for (const { index, job } of jobsOf(work, options, rounds)) {
      places.push(index);
      yield job;
    }
  }
  const beganAtMs = realClock.nowMs();
  const parts = await exploreInProcesses(jobs(), {
    processes,
    onTrial: progress.trial,
    stop,
  }).catch((error: unknown) => {
    progress.clear();
    if (isUnreadableScenario(error)) throw usageError(error.problems.map(problemText).join("\n"));
    throw error;
  });
  const elapsedMs = realClock.nowMs() - beganAtMs;
  const workedMs = parts.reduce((sum, part) => sum + (part?.durationMs ?? 0), 0);
  const sums = emptySums(work);
  for (const [at, part] of parts.entries()) {
    if (part === null) continue;
    const sum = sums[places[at]!]!;
    addPart(sum.tally, part.tally);
    sum.durationMs += (part.durationMs / Math.max(1, workedMs)) * elapsedMs;
  }
  return reached(sums);
}

function* jobsOf(
  work: readonly Searched[],
  { bail, shard }: SimOptions,
  rounds: Iterable<SeedRange>,
): Generator<{ readonly index: number; readonly job: Job }, void> {
  for (const round of rounds) {
    for (const [index, one] of work.entries()) {
      const { file, scenario, server, swarm, prefixes, strategy, wire } = one;
      const all = seedsOf(one, index, round, shard);
      for (let from = 0; from < all.length; from += seedsPerJob) {
        const job: Job = {
          file,
          name: scenario.name,
          seeds: all.slice(from, from + seedsPerJob),
          swarm,
          bail: bail === true,
          wire,
          server,
          strategy,
          prefixes,
        };
        yield { index, job };
      }
    }
  }
}

const emptySums = (work: readonly Searched[]) =>
  work.map(({ scenario }) => ({ tally: emptyTallyFor(scenario), durationMs: 0 }));

const reached = (sums: ReturnType<typeof emptySums>): Found =>
  sums.flatMap((explored, index) =>
    explored.tally.first === null ? [] : [[index, explored] as const],
  );
