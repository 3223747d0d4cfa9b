import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../reports/count-text.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { closeNetwork, onlyTheMock } from "../../sim/closed-network.ts";
import { examineFailures } from "../../sim/examine-failures.ts";
import { explore } from "../../sim/explore.ts";
import { exploreOnThreads } from "../../sim/explore-pool.ts";
import type { Job } from "../../sim/explore-worker.ts";
import { type LoadedScenario, loadScenarios } from "../../sim/load-scenario.ts";
import { warmUp } from "../../sim/simulate.ts";
import { addTally, emptyTally, lawReports, type Tally } from "../../sim/tally.ts";
import { isUnreadableScenario } from "../../sim/unreadable-scenario.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { newProgress, type Progress } from "./trial-progress.ts";
import { usageError } from "../usage-error.ts";
import { replayTrial } from "./replay-trial.ts";
import { problemText } from "../scenario-file.ts";
import type { SimOptions } from "./sim-options.ts";
import { writeReports } from "./write-reports.ts";

/** With fewer schedules than this, starting threads takes longer than it saves. */
const seedsForThreads = 40;
/** Schedules in one job of a thread: few, so that all threads end at about the same time. */
const seedsPerJob = 25;

/** Runs `rehearsal sim`. */
export async function rehearseScenarios(
  paths: readonly string[],
  options: SimOptions,
): Promise<ExitCode> {
  closeNetwork(onlyTheMock);
  const { loaded, problems } = await loadScenarios([...paths]);
  for (const problem of problems) note(problemText(problem));
  if (problems.length > 0) return exitCodes.usage;
  const chosen = choose(loaded, options);
  if (options.replay !== undefined) return replayTrial(chosen, options.replay);

  await warmUp(options.wire);
  const progress = newProgress(chosen.length * options.seeds);
  const threads = options.jobs ?? availableParallelism();
  const onThreads = threads > 1 && chosen.length * options.seeds >= seedsForThreads;
  const reports: ScenarioReport[] = [];
  const tallies = onThreads
    ? await exploreAll(chosen, options, { threads, progress })
    : exploreHere(chosen, options, progress);
  for await (const [index, { tally, durationMs }] of tallies) {
    const { file, scenario } = chosen[index]!;
    progress.clear();
    const shown = shortPath(file);
    const failures = await examineFailures(scenario, tally.failing, { file: shown });
    reports.push({
      file: shown,
      name: scenario.name,
      passed: failures.length === 0,
      seeds: tally.seeds,
      swarm: options.faults === "all",
      durationMs,
      failures,
      laws: lawReports(tally),
      projection: tally.first!.projection,
      log: tally.first!.log,
    });
    if (options.bail === true && failures.length > 0) break;
  }
  progress.clear();
  await writeReports(reports, options);
  const left = chosen.length - reports.length;
  if (left > 0) note(`--bail: ${countText(left, "scenario")} of ${chosen.length} not run.`);
  return reports.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
}

interface Explored {
  readonly tally: Tally;
  /** The scenario's share of the elapsed time. */
  readonly durationMs: number;
}

/** Explores one scenario after another in this process. */
async function* exploreHere(
  chosen: readonly LoadedScenario[],
  { seeds, faults, bail, wire }: SimOptions,
  progress: Progress,
): AsyncGenerator<readonly [number, Explored]> {
  for (const [index, { scenario }] of chosen.entries()) {
    const beganAtMs = realClock.nowMs();
    const tally = await explore(scenario, range(0, seeds), {
      swarm: faults === "all",
      bail: bail === true,
      wire,
      onTrial: progress.trial,
    });
    yield [index, { tally, durationMs: realClock.nowMs() - beganAtMs }];
  }
}

/** Explores all scenarios on threads. */
async function exploreAll(
  chosen: readonly LoadedScenario[],
  { seeds, faults, bail, wire }: SimOptions,
  { threads, progress }: { readonly threads: number; readonly progress: Progress },
): Promise<readonly (readonly [number, Explored])[]> {
  const jobs = chosen.flatMap(({ file, scenario }, index) =>
    jobsOf(seeds).map((part) => ({
      index,
      job: {
        file,
        name: scenario.name,
        seeds: part,
        swarm: faults === "all",
        bail: bail === true,
        wire,
      },
    })),
  );
  const beganAtMs = realClock.nowMs();
  const parts = await exploreOnThreads(
    jobs.map(({ job }): Job => job),
    { threads, onTrial: progress.trial },
  ).catch((error: unknown) => {
    progress.clear();
    if (isUnreadableScenario(error)) throw usageError(error.problems.map(problemText).join("\n"));
    throw error;
  });
  const elapsedMs = realClock.nowMs() - beganAtMs;
  const workedMs = parts.reduce((sum, part) => sum + (part?.durationMs ?? 0), 0);
  const tallies = chosen.map(() => ({ tally: emptyTally(), durationMs: 0 }));
  for (const [at, part] of parts.entries()) {
    if (part === null) continue;
    const sum = tallies[jobs[at]!.index]!;
    addTally(sum.tally, part.tally);
    sum.durationMs += (part.durationMs / Math.max(1, workedMs)) * elapsedMs;
  }
  return tallies.flatMap((explored, index) =>
    explored.tally.first === null ? [] : [[index, explored] as const],
  );
}

function jobsOf(seeds: number): readonly (readonly number[])[] {
  const jobs: (readonly number[])[] = [];
  for (let from = 0; from < seeds; from += seedsPerJob) {
    jobs.push(range(from, Math.min(seeds, from + seedsPerJob)));
  }
  return jobs;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

function choose(
  loaded: readonly LoadedScenario[],
  { filter, shard }: SimOptions,
): readonly LoadedScenario[] {
  const chosen = loaded
    .filter(
      ({ file, scenario }) =>
        filter === undefined || scenario.name.includes(filter) || file.includes(filter),
    )
    .filter((_, index) => shard === undefined || index % shard.of === shard.index - 1);
  if (chosen.length > 0 || (shard !== undefined && loaded.length > 0)) return chosen;
  const names = loaded.map(({ scenario }) => `"${scenario.name}"`).join(", ");
  throw usageError(
    loaded.length === 0
      ? "No scenario was found. Name a file, or a folder that holds *.scenario.ts."
      : `No scenario has "${filter}" in its name or file. There are: ${names}.`,
  );
}

function shortPath(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}
