import { assertNever } from "../core/assert-never.ts";
import {
  addCourse,
  addRange,
  courseReport,
  type CourseTally,
  emptyCourse,
} from "../reports/sim/course.ts";
import { lowerSeed } from "../reports/sim/search-totals.ts";
import type { RunReport, SearchReport } from "../reports/sim/scenario-report.ts";
import { laws } from "./laws/laws.ts";
import type { Verdict } from "./laws/verdict.ts";
import {
  addCoverage,
  addSchedule,
  type CoverageTally,
  emptyCoverage,
} from "./coverage/coverage-tally.ts";
import { type FirstReaches, joinReaches } from "./corpus/first-reach.ts";
import { coverageOf, nothingReached, type ScheduleCoverage } from "./coverage/schedule-coverage.ts";
import type { ReleasedStep } from "./scheduler.ts";
import { missedWithAtMost } from "./search/fixed-priorities.ts";
import type { TrialFailure } from "./trial-failures.ts";
import type { Trial, TrialResult } from "./trial.ts";

/** The verdicts of a law over many schedules. */
export interface LawTally {
  holds: number;
  broken: number;
  notExercised: number;
  unknown: number;
  exercised: number;
}

/** How a strategy fared. */
export interface StrategyTally {
  schedules: number;
  failing: number;
  /** The lowest seed of its own that failed. */
  firstFailing: number | null;
}

/** The results of many schedules of one scenario, as data that can be sent between processes. */
export interface Tally<OfTrial = Trial, Shown = RunReport> {
  seeds: number;
  /** By the number or the name that a law is cited by. */
  readonly laws: Record<string, LawTally>;
  /** The lowest seeds of each kind of failure. */
  readonly failing: FailingSeed<OfTrial>[];
  /** By kind of failure: how many schedules showed it. */
  readonly kinds: Record<string, number>;
  /** By strategy: how many schedules it drew, and how many of them failed. */
  readonly strategies: Record<string, StrategyTally>;
  /** By ranges of seeds, how many failed. */
  readonly course: CourseTally;
  /** The largest number of chains, and of steps, that any schedule had. */
  chains: number;
  steps: number;
  /** The first letters of the digests of all logs, each once. */
  readonly logs: Set<string>;
  readonly coverage: CoverageTally;
  /** For a corpus: what each seed was the first to reach, and by which choices. */
  readonly firsts: FirstReaches;
  /** The result of the lowest seed. */
  first: { readonly seed: number; readonly shown: Shown } | null;
}

export interface FailingSeed<OfTrial = Trial> {
  readonly seed: number;
  readonly trial: OfTrial;
  readonly failures: readonly Pick<TrialFailure, "kind" | "message">[];
}

/** The part of a trial's result that a tally counts. */
export interface Countable<OfTrial, Shown> {
  readonly trial: OfTrial;
  readonly strategy: string;
  readonly verdicts: ReadonlyMap<number | string, Verdict>;
  readonly failures: readonly Pick<TrialFailure, "kind" | "message">[];
  readonly steps: readonly Pick<ReleasedStep, "chain">[];
  /** The digest of the log: trials with the same digest are the same. */
  readonly digest: string;
  readonly coverage: ScheduleCoverage;
  /** Made only for the first schedule. */
  readonly shown: () => Shown;
}

/** How many failing seeds of each kind are kept with their trials; further ones are only counted. */
const keptMax = 10;

/** Enough to tell some million logs apart. */
const digestLetters = 16;

export const emptyTally = (): Tally => emptyTallyOf(laws.map(({ number }) => number));

export function emptyTallyOf<OfTrial, Shown>(
  lawIds: readonly (number | string)[],
): Tally<OfTrial, Shown> {
  const unjudged = { holds: 0, broken: 0, notExercised: 0, unknown: 0, exercised: 0 };
  return {
    seeds: 0,
    laws: Object.fromEntries(lawIds.map((id) => [id, { ...unjudged }])),
    failing: [],
    kinds: {},
    strategies: {},
    course: emptyCourse(),
    chains: 0,
    steps: 0,
    logs: new Set(),
    coverage: emptyCoverage(),
    firsts: {},
    first: null,
  };
}

/** A run that fails may have written what cannot be. That is told, so nothing more need be read out of such a log. */
function coverageOfTrial({ record, evidence, marks, failures }: TrialResult): ScheduleCoverage {
  try {
    return coverageOf(record, [evidence.killed, evidence.hurt?.record ?? null], marks);
  } catch (error) {
    if (failures.length === 0) throw error;
    return nothingReached();
  }
}

export function addTrial(tally: Tally, seed: number, result: TrialResult): ScheduleCoverage {
  const { record, projection } = result;
  const { log, steps } = record;
  const coverage = coverageOfTrial(result);
  addResult(tally, seed, {
    ...result,
    steps,
    digest: projection.digest,
    coverage,
    shown: () => ({ type: "run", projection, log }),
  });
  return coverage;
}

export function addResult<OfTrial, Shown>(
  tally: Tally<OfTrial, Shown>,
  seed: number,
  {
    trial,
    strategy,
    verdicts,
    failures,
    steps,
    digest,
    coverage,
    shown,
  }: Countable<OfTrial, Shown>,
): void {
  tally.seeds++;
  for (const [id, verdict] of verdicts) addVerdict(tally.laws[id]!, verdict);
  tally.chains = Math.max(tally.chains, new Set(steps.map(({ chain }) => chain)).size);
  tally.steps = Math.max(tally.steps, steps.length);
  const failing = failures.length > 0 ? 1 : 0;
  const firstFailing = failing === 1 ? seed : null;
  addStrategy(tally, strategy, { schedules: 1, failing, firstFailing });
  addRange(tally.course, { from: seed, schedules: 1, failing });
  tally.logs.add(digest.slice(0, digestLetters));
  addSchedule(tally.coverage, seed, coverage);
  if (tally.first === null || seed < tally.first.seed) tally.first = { seed, shown: shown() };
  if (failures.length === 0) return;
  for (const kind of kindsOf({ failures })) count(tally.kinds, kind, 1);
  keep(tally, [...tally.failing, { seed, trial, failures }]);
}

const kindsOf = ({ failures }: Pick<FailingSeed, "failures">): ReadonlySet<string> =>
  new Set(failures.map(({ kind }) => kind));

function count(counts: Record<string, number>, name: string, more: number): void {
  counts[name] = (Object.hasOwn(counts, name) ? counts[name]! : 0) + more;
}

/** Keeps the lowest seeds of each kind, so that the result does not depend on how the seeds were divided among threads. */
function keep<OfTrial>(
  tally: Pick<Tally<OfTrial>, "failing">,
  failing: readonly FailingSeed<OfTrial>[],
): void {
  const kept: Record<string, number> = {};
  const lowest = failing
    .toSorted((a, b) => a.seed - b.seed)
    .filter((one) => {
      const kinds = [...kindsOf(one)];
      for (const kind of kinds) count(kept, kind, 1);
      return kinds.some((kind) => kept[kind]! <= keptMax);
    });
  tally.failing.splice(0, Infinity, ...lowest);
}

function addVerdict(own: LawTally, verdict: Verdict): void {
  if ("exercised" in verdict) own.exercised += verdict.exercised;
  switch (verdict.type) {
    case "holds":
      own.holds++;
      break;
    case "broken":
      own.broken++;
      break;
    case "not-exercised":
      own.notExercised++;
      break;
    case "unknown":
      own.unknown++;
      break;
    default:
      assertNever(verdict);
  }
}

export function addTally<OfTrial, Shown>(
  sum: Tally<OfTrial, Shown>,
  part: Tally<OfTrial, Shown>,
): void {
  sum.seeds += part.seeds;
  for (const [id, own] of Object.entries(part.laws)) {
    for (const member of ["holds", "broken", "notExercised", "unknown", "exercised"] as const) {
      sum.laws[id]![member] += own[member];
    }
  }
  for (const [name, strategy] of Object.entries(part.strategies)) addStrategy(sum, name, strategy);
  addCourse(sum.course, part.course);
  sum.chains = Math.max(sum.chains, part.chains);
  sum.steps = Math.max(sum.steps, part.steps);
  for (const log of part.logs) sum.logs.add(log);
  addCoverage(sum.coverage, part.coverage);
  joinReaches(sum.firsts, part.firsts);
  if (part.first !== null && (sum.first === null || part.first.seed < sum.first.seed)) {
    sum.first = part.first;
  }
  for (const [kind, schedules] of Object.entries(part.kinds)) count(sum.kinds, kind, schedules);
  keep(sum, [...sum.failing, ...part.failing]);
}

function addStrategy(
  tally: Pick<Tally, "strategies">,
  name: string,
  { schedules, failing, firstFailing }: StrategyTally,
): void {
  const own = (tally.strategies[name] ??= { schedules: 0, failing: 0, firstFailing: null });
  own.schedules += schedules;
  own.failing += failing;
  own.firstFailing = lowerSeed(own.firstFailing, firstFailing);
}

/** How each law fared, as reports show it. */
export const lawReports = (tally: Tally) =>
  laws.map(({ number, name }) => ({ law: number, name, ...tally.laws[number]! }));

/** How the search went, as reports show it. */
export const searchReport = ({
  strategies,
  course,
  chains,
  steps,
  logs,
}: Pick<Tally, "strategies" | "course" | "chains" | "steps" | "logs">): SearchReport => ({
  strategies: Object.entries(strategies)
    .map(([name, own]) => ({ name, ...own }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  course: courseReport(course),
  chains,
  steps,
  distinctLogs: logs.size,
  logDigests: [...logs].toSorted(),
  missedDepth2: missedWithAtMost(2, {
    chains,
    steps,
    runs: (strategies["pct-2"]?.schedules ?? 0) + (strategies["pct-3"]?.schedules ?? 0),
  }),
});
