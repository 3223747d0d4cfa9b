import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../core/words/count-text.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { closeNetwork, onlyTheMock } from "../../sim/world/closed-network.ts";
import { isAgent, type Rehearsable } from "../../sim/dsl/purpose.ts";
import { exploreOnThreads } from "../../sim/explore-pool.ts";
import type { Job } from "../../sim/explore-worker.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { isUnreadableScenario } from "../../sim/unreadable-scenario.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { addPart, emptyTallyFor, type Explored, exploreHere, reportExplored } from "./explored.ts";
import { newProgress, type Progress } from "./trial-progress.ts";
import { usageError } from "../usage-error.ts";
import { replayTrial } from "./replay-trial.ts";
import { problemText } from "../scenario-file.ts";
import {
  type KnownFailure,
  readKnown,
  tellMended,
  withKnown,
  writeKnown,
} from "./known-failures.ts";
import { quoted } from "../quoted.ts";
import { chooseScenarios } from "./choose-scenarios.ts";
import type { SimOptions } from "./sim-options.ts";
import { loadWatched } from "./load-watched.ts";
import { shareOfSeeds } from "./share-of-seeds.ts";
import { printScenario, refuseUnwritable, writeReports } from "./write-reports.ts";
import { withRequiredMarks } from "./required-marks.ts";
import { serversOf } from "./servers-flag.ts";
import { onInterrupt } from "../signals.ts";

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
  await refuseUnwritable(options);
  const { loaded, problems } = await loadWatched([...paths]);
  for (const problem of problems) note(problemText(problem));
  if (problems.length > 0) return exitCodes.usage;
  const known = await knownOf(options);
  const chosen = chooseScenarios(loaded, options.filter);
  if (options.replay !== undefined) {
    const report = await replayTrial(chosen, options.replay);
    if (options.reporter === undefined && options.json !== true) {
      printScenario(report);
    } else await writeReports([report], options);
    return report.passed ? exitCodes.done : exitCodes.failed;
  }
  if (options.seeds.isDrawn) {
    const { first, count } = options.seeds;
    note(
      `Seeds ${first} to ${first + count - 1}; --seeds ${first}..${first + count - 1} runs them again.`,
    );
  }
  const servers = serversOf(options);
  const work = chosen
    // An agent of somebody's has a wire of its own choice.
    .flatMap((one) =>
      (isAgent(one.scenario) ? [null] : servers).map((server) => ({ ...one, server })),
    )
    .map((one, index) => ({ ...one, seeds: shareOfSeeds(index, options.seeds, options.shard) }))
    .filter(({ seeds }) => seeds.length > 0);
  const interruption = new AbortController();
  const watch = onInterrupt({ letGo: () => interruption.abort(), killAll: () => {} });
  const judged = await rehearseAll(work, options, interruption.signal);
  watch.release();
  const found = withRequiredMarks(judged, options.requireSometimes);
  const reports = known === null ? found : withKnown(found, known);
  await writeReports(reports, options);
  const left = work.length - reports.length;
  if (interruption.signal.aborted) {
    const run = reports.reduce((sum, { seeds }) => sum + seeds, 0);
    const all = work.reduce((sum, { seeds }) => sum + seeds.length, 0);
    note(
      `Interrupted: ${run} of ${countText(all, "schedule")} run. The reports hold what they showed.`,
    );
    return exitCodes.interrupted;
  }
  if (known !== null) await tellKnown(reports, known, options);
  if (left > 0) note(`--bail: ${countText(left, "scenario")} of ${work.length} not run.`);
  return reports.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
}

/** The failures that pass for now; `null` where no file lists them. */
async function knownOf({
  known,
  updateKnown,
}: SimOptions): Promise<readonly KnownFailure[] | null> {
  if (known === undefined && updateKnown === true)
    throw usageError("--update-known writes into a file: name it with --known FILE.");
  if (known === undefined) return null;
  return updateKnown === true ? [] : await readKnown(known);
}

async function tellKnown(
  reports: readonly ScenarioReport[],
  known: readonly KnownFailure[],
  { known: file = "", updateKnown }: SimOptions,
): Promise<void> {
  if (updateKnown === true) {
    await writeKnown(file, reports);
    return note(`Wrote the failures of now into ${file}; --known ${quoted(file)} lets them pass.`);
  }
  const mended = tellMended(reports, known, file);
  if (mended !== null) note(mended);
}

/** A scenario, and the seeds that this machine runs of it. */
interface Work extends LoadedScenario<Rehearsable> {
  readonly seeds: readonly number[];
  /** Whose ways its models' server has; `null`: those of the wire's documentation. */
  readonly server: string | null;
}

async function rehearseAll(
  work: readonly Work[],
  options: SimOptions,
  stop: AbortSignal,
): Promise<readonly ScenarioReport[]> {
  const total = work.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const progress = newProgress(total);
  const threads = options.jobs ?? availableParallelism();
  const reports: ScenarioReport[] = [];
  const tallies =
    threads > 1 && total >= seedsForThreads
      ? await exploreAll(work, options, { threads, progress, stop })
      : exploreInTurn(work, options, { progress, stop });
  for await (const [index, explored] of tallies) {
    const one = work[index]!;
    progress.clear();
    const place = {
      file: shortPath(one.file),
      server: one.server,
      swarm: options.faults === "all",
    };
    const report = await reportExplored(one, explored, place);
    reports.push(report);
    if (options.bail === true && !report.passed) break;
  }
  progress.clear();
  return reports;
}

/** Explores one scenario after another in this process. */
async function* exploreInTurn(
  work: readonly Work[],
  { faults, bail, wire = "anthropic", strategy }: SimOptions,
  { progress, stop }: { readonly progress: Progress; readonly stop: AbortSignal },
): AsyncGenerator<readonly [number, Explored]> {
  for (const [index, { scenario, seeds, server }] of work.entries()) {
    const beganAtMs = realClock.nowMs();
    const tally = await exploreHere(scenario, seeds, {
      swarm: faults === "all",
      bail: bail === true,
      wire,
      server,
      onTrial: progress.trial,
      stop,
      ...(strategy === undefined ? {} : { strategy }),
    });
    if (tally.first === null) return;
    yield [index, { tally, durationMs: realClock.nowMs() - beganAtMs }];
  }
}

/** Explores all scenarios on threads. */
async function exploreAll(
  work: readonly Work[],
  { faults, bail, wire = "anthropic", strategy }: SimOptions,
  {
    threads,
    progress,
    stop,
  }: { readonly threads: number; readonly progress: Progress; readonly stop: AbortSignal },
): Promise<readonly (readonly [number, Explored])[]> {
  const jobs = work.flatMap(({ file, scenario, seeds, server }, index) =>
    partsOf(seeds).map((part) => ({
      index,
      job: {
        file,
        name: scenario.name,
        seeds: part,
        swarm: faults === "all",
        bail: bail === true,
        wire,
        server,
        strategy: strategy ?? null,
      },
    })),
  );
  const beganAtMs = realClock.nowMs();
  const parts = await exploreOnThreads(
    jobs.map(({ job }): Job => job),
    { threads, onTrial: progress.trial, stop },
  ).catch((error: unknown) => {
    progress.clear();
    if (isUnreadableScenario(error)) throw usageError(error.problems.map(problemText).join("\n"));
    throw error;
  });
  const elapsedMs = realClock.nowMs() - beganAtMs;
  const workedMs = parts.reduce((sum, part) => sum + (part?.durationMs ?? 0), 0);
  const tallies = work.map(({ scenario }) => ({ tally: emptyTallyFor(scenario), durationMs: 0 }));
  for (const [at, part] of parts.entries()) {
    if (part === null) continue;
    const sum = tallies[jobs[at]!.index]!;
    addPart(sum.tally, part.tally);
    sum.durationMs += (part.durationMs / Math.max(1, workedMs)) * elapsedMs;
  }
  return tallies.flatMap((explored, index) =>
    explored.tally.first === null ? [] : [[index, explored] as const],
  );
}

function partsOf(seeds: readonly number[]): readonly (readonly number[])[] {
  const parts: (readonly number[])[] = [];
  for (let from = 0; from < seeds.length; from += seedsPerJob) {
    parts.push(seeds.slice(from, from + seedsPerJob));
  }
  return parts;
}

function shortPath(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}
