import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { countText } from "../../core/words/count-text.ts";
import { durationFlag, durationText } from "../../core/words/duration-text.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { closeNetwork, onlyTheMock } from "../../sim/world/closed-network.ts";
import { isAgent, type Rehearsable } from "../../sim/dsl/purpose.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import type { Explored } from "./explored.ts";
import { type Searched, seedsOf } from "./searched.ts";
import { refuseEndless } from "./seeds-flag.ts";
import { type SearchTime, type SeedRange, seedRounds } from "./seed-rounds.ts";
import { newProgress } from "./trial-progress.ts";
import { usageError } from "../usage-error.ts";
import { problemText } from "../scenario-file.ts";
import {
  type KnownFailure,
  readKnown,
  tellMended,
  withKnown,
  writeKnown,
} from "./known-failures.ts";
import { quoted } from "../../core/words/quoted.ts";
import { chooseScenarios } from "./choose-scenarios.ts";
import type { Shard, SimOptions } from "./sim-options.ts";
import { keepLastFailed, lastFailedFiles, readLastFailed } from "./last-failed.ts";
import { loadWatched } from "./load-watched.ts";
import { withRequiredMarks } from "./required-marks.ts";
import { type Corpus, openCorpus } from "./corpus.ts";
import { serversOf } from "./servers-flag.ts";
import { onInterrupt } from "../signals.ts";
import { usualPaths } from "./usual-paths.ts";

/** With fewer schedules than this, starting processes takes longer than it saves. */
const seedsForProcesses = 40;

/** Runs `rehearsal sim`. */
export async function rehearseScenarios(
  paths: readonly string[],
  options: SimOptions,
): Promise<ExitCode> {
  const interruption = new AbortController();
  // From the beginning: to load many scenarios takes a while, too. A replay writes no report of its beginning.
  const watch =
    options.replay === undefined
      ? onInterrupt({ letGo: () => interruption.abort(), killAll: () => {} })
      : null;
  closeNetwork(onlyTheMock);
  if (options.reporter !== undefined) await (await writers()).refuseUnwritable(options);
  const wanted = paths.length > 0 ? paths : pathsOf(options);
  if (wanted.length === 0) return noneFailed();
  const { loaded, problems } = await loadWatched([...wanted]);
  for (const problem of problems) note(problemText(problem));
  if (problems.length > 0) return exitCodes.usage;
  const known = await knownOf(options);
  const chosen = chooseScenarios(loaded, options.filter);
  if (options.replay !== undefined) {
    const { replayTrial } = await import("./replay-trial.ts");
    const report = await replayTrial(chosen, options.replay);
    const { printScenario, writeReports } = await writers();
    if (options.reporter === undefined && options.json !== true) {
      printScenario(report);
    } else await writeReports([report], options);
    return report.passed ? exitCodes.done : exitCodes.failed;
  }
  const time = timeOf(options);
  const corpus = await openCorpus(options, chosen);
  const work = (options.lastFailed === true ? failedWork(chosen) : workOf(chosen, options)).map(
    (one): Searched => ({ ...one, prefixes: corpus?.prefixesOf(one) ?? null }),
  );
  if (work.length === 0) return noneFailed();
  const shares = work.map((one, index) => seedsOf(one, index, options.seeds, options.shard).length);
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (options.seeds.isDrawn)
    note(time === null ? rangeText(options.seeds) : `Seeds from ${options.seeds.first} on.`);
  note(headText(work.length, total, time));
  if (total === 0 && options.shard !== undefined) note(emptyShardText(options.shard));
  const { signal: stop } = interruption;
  const onFound = corpus?.add ?? null;
  const planned = { options, total, time, stop, onFound };
  const { reports: judged, seeds } = await rehearseAll(work, planned);
  watch?.release();
  const found = withRequiredMarks(judged, options.requireSometimes);
  const reports = known === null ? found : withKnown(found, known);
  const { writeReports } = await writers();
  keepLastFailed(process.cwd(), reports, work);
  await writeReports(reports, { ...options, isInterrupted: stop.aborted });
  await corpus?.write();
  const run = reports.reduce((sum, report) => sum + report.seeds, 0);
  if (stop.aborted) {
    const { first } = options.seeds;
    const all =
      time === null
        ? `${run} of ${countText(total, "schedule")} run`
        : `${countText(run, "schedule")} run, of seeds ${first} to ${first + seeds - 1} at most`;
    const missed = work.length - reports.length;
    const none = missed === 0 ? "" : `, of ${countText(missed, "scenario")} none`;
    note(`Interrupted: ${all}${none}. The reports hold what they showed.`);
    return exitCodes.interrupted;
  }
  const passed = reports.every((report) => report.passed);
  const isCutShort = options.bail === true && !passed;
  if (time !== null && !isCutShort) note(reachedText(options, seeds));
  if (known !== null) await tellKnown(reports, known, options);
  const left = shares.filter((share) => share > 0).length - reports.length;
  if (left > 0 && time === null)
    note(`--bail: ${countText(left, "scenario")} of ${work.length} not run.`);
  return passed ? exitCodes.done : exitCodes.failed;
}

const pathsOf = ({ lastFailed }: SimOptions): readonly string[] =>
  lastFailed === true ? lastFailedFiles(process.cwd()) : usualPaths;

function noneFailed(): ExitCode {
  note(
    "No schedule of these scenarios failed when they were rehearsed last. A mark that none met is not kept: it is of no single schedule.",
  );
  return exitCodes.done;
}

/**
 * What runs and what reports is loaded behind the line that says what there is to do: with it, that line came half a
 * second later (`bench start`).
 */
const writers = () => import("./write-reports.ts");

/** Whoever waits sees at once that it was understood, and what it will take. */
const headText = (scenarios: number, schedules: number, time: SearchTime | null): string =>
  `Rehearsing ${countText(scenarios, "scenario")}, ${time === null ? countText(schedules, "schedule") : durationText(time.forMs)}.`;

const emptyShardText = ({ index, of }: Shard): string =>
  `--shard ${index}/${of} is dealt none of so few schedules: give more of them by --seeds, the same on every machine.`;

/** The time of `--for`; `null` where seeds are counted. */
function timeOf({ for: forMs, seeds }: SimOptions): SearchTime | null {
  if (forMs !== undefined) return { forMs, nowMs: realClock.nowMs };
  refuseEndless(seeds, "--for 10m");
  return null;
}

const rangeText = ({ first, count }: SeedRange): string =>
  `Seeds ${first} to ${first + count - 1}; --seeds ${first}..${first + count - 1} runs them again.`;

/** What a search by time reached, and how to have the same again. */
function reachedText(
  { seeds: { first }, shard, for: forMs = 0 }: SimOptions,
  count: number,
): string {
  const next = first + count;
  const part = shard === undefined ? "" : ` --shard ${shard.index}/${shard.of}`;
  return `Seeds ${first} to ${next - 1} of each scenario: --seeds ${first}..${next - 1}${part} runs them again, --seeds ${next}.. --for ${durationFlag(forMs)}${part} goes on.`;
}

function workOf(
  chosen: readonly LoadedScenario<Rehearsable>[],
  options: SimOptions,
): readonly Omit<Searched, "prefixes">[] {
  const servers = serversOf(options);
  const { strategy = null, wire = null } = options;
  const how = { swarm: options.faults === "all", strategy, wire, ownSeeds: null };
  // An agent of somebody's has a wire of its own choice.
  return chosen.flatMap((one) =>
    (isAgent(one.scenario) ? [null] : servers).map((server) => ({ ...one, ...how, server })),
  );
}

/** What failed last, under the seeds and all else that it failed under. */
const failedWork = (
  chosen: readonly LoadedScenario<Rehearsable>[],
): readonly Omit<Searched, "prefixes">[] =>
  readLastFailed(process.cwd()).flatMap(({ file, name, seeds: ownSeeds, ...how }) =>
    chosen
      .filter((one) => one.file === file && one.scenario.name === name)
      .map((one) => ({ ...one, ...how, ownSeeds })),
  );

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
  const mended = tellMended(reports, known);
  if (mended !== null) note(mended);
}

async function rehearseAll(
  work: readonly Searched[],
  { options, total, time, stop, onFound }: Planned,
): Promise<Rehearsal> {
  const { exploreAll, exploreInTurn } = await import("./search-seeds.ts");
  const { reportExplored } = await import("./explored.ts");
  const progress = newProgress(total, time?.forMs ?? null);
  const processes = options.jobs ?? availableParallelism();
  const ranges: SeedRange[] = [];
  const rounds = noted(seedRounds(options.seeds, time), ranges);
  const search = { options, rounds, progress, stop };
  const found =
    processes > 1 && (time !== null || total >= seedsForProcesses)
      ? await exploreAll(work, search, processes)
      : await exploreInTurn(work, search);
  const reports: ScenarioReport[] = [];
  const failing = found.filter(([, explored]) => hasFailed(explored)).length;
  let explained = 0;
  for (const [index, explored] of found) {
    const one = work[index]!;
    onFound?.(one, explored.tally.firsts);
    progress.clear();
    if (hasFailed(explored)) progress.explains(++explained, failing);
    const place = {
      file: shortPath(one.file),
      server: one.server,
      swarm: one.swarm,
      stop,
    };
    const report = await reportExplored(one, explored, place);
    progress.clear();
    reports.push(report);
    if (options.bail === true && !report.passed) break;
  }
  progress.clear();
  return { reports, seeds: ranges.reduce((sum, { count }) => sum + count, 0) };
}

const hasFailed = ({ tally }: Explored): boolean => tally.failing.length > 0;

/** How much is to be run: so many schedules, or for so long. */
interface Planned {
  readonly options: SimOptions;
  readonly stop: AbortSignal;
  /** Told what was explored of each scenario. */
  readonly onFound: Corpus["add"] | null;
  readonly total: number;
  readonly time: SearchTime | null;
}

interface Rehearsal {
  readonly reports: readonly ScenarioReport[];
  /** How many seeds of each scenario were drawn. */
  readonly seeds: number;
}

/** Hands on what is drawn, and keeps it. */
function* noted<Item>(items: Iterable<Item>, kept: Item[]): Generator<Item, void> {
  for (const item of items) {
    kept.push(item);
    yield item;
  }
}

function shortPath(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith("..") ? file : near;
}
