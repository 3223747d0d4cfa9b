import { assertNever } from "../core/assert-never.ts";
import type { Event } from "../core/event.ts";
import { digestOf } from "../core/project.ts";
import type { SearchReport } from "../reports/sim/scenario-report.ts";
import type { Projection } from "../core/projection.ts";
import { type LawNumber, laws } from "./laws/laws.ts";
import { missedWithAtMost } from "./search/fixed-priorities.ts";
import type { Trial, TrialFailure, TrialResult } from "./trial.ts";

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
}

/** The results of many schedules of one scenario, as data that can be sent between threads. */
export interface Tally {
  seeds: number;
  readonly laws: Record<LawNumber, LawTally>;
  readonly failing: FailingSeed[];
  /** By strategy: how many schedules it drew, and how many of them failed. */
  readonly strategies: Record<string, StrategyTally>;
  /** The most chains and steps that a schedule had. */
  chains: number;
  steps: number;
  /** The first letters of the digests of all logs, each once. */
  readonly logs: Set<string>;
  /** The result of the lowest seed. */
  first: {
    readonly seed: number;
    readonly projection: Projection;
    readonly log: readonly Event[];
  } | null;
}

export interface FailingSeed {
  readonly seed: number;
  readonly trial: Trial;
  readonly failures: readonly TrialFailure[];
}

/** How many failing seeds are kept with their trials; further ones are only counted. */
const keptMax = 50;

/** Enough to tell some million logs apart. */
const digestLetters = 16;

export function emptyTally(): Tally {
  const unjudged = { holds: 0, broken: 0, notExercised: 0, unknown: 0, exercised: 0 };
  const tallies = Object.fromEntries(laws.map(({ number }) => [number, { ...unjudged }]));
  return {
    seeds: 0,
    laws: tallies as Record<LawNumber, LawTally>,
    failing: [],
    strategies: {},
    chains: 0,
    steps: 0,
    logs: new Set(),
    first: null,
  };
}

export function addTrial(tally: Tally, seed: number, result: TrialResult): void {
  tally.seeds++;
  for (const { number } of laws) {
    const own = tally.laws[number];
    const verdict = result.verdicts.get(number)!;
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
  const { steps } = result.record;
  tally.chains = Math.max(tally.chains, new Set(steps.map(({ chain }) => chain)).size);
  tally.steps = Math.max(tally.steps, steps.length);
  addStrategy(tally, result.strategy, {
    schedules: 1,
    failing: result.failures.length > 0 ? 1 : 0,
  });
  tally.logs.add(digestOf(result.record.log).slice(0, digestLetters));
  if (tally.first === null || seed < tally.first.seed) {
    tally.first = { seed, projection: result.projection, log: result.record.log };
  }
  if (result.failures.length > 0 && tally.failing.length < keptMax) {
    tally.failing.push({ seed, trial: result.trial, failures: result.failures });
  }
}

export function addTally(sum: Tally, part: Tally): void {
  sum.seeds += part.seeds;
  for (const { number } of laws) {
    for (const member of ["holds", "broken", "notExercised", "unknown", "exercised"] as const) {
      sum.laws[number][member] += part.laws[number][member];
    }
  }
  for (const [name, strategy] of Object.entries(part.strategies)) addStrategy(sum, name, strategy);
  sum.chains = Math.max(sum.chains, part.chains);
  sum.steps = Math.max(sum.steps, part.steps);
  for (const log of part.logs) sum.logs.add(log);
  if (part.first !== null && (sum.first === null || part.first.seed < sum.first.seed)) {
    sum.first = part.first;
  }
  sum.failing.push(...part.failing);
}

function addStrategy(tally: Tally, name: string, { schedules, failing }: StrategyTally): void {
  const own = (tally.strategies[name] ??= { schedules: 0, failing: 0 });
  own.schedules += schedules;
  own.failing += failing;
}

/** How each law fared, as reports show it. */
export const lawReports = (tally: Tally) =>
  laws.map(({ number, name }) => ({ law: number, name, ...tally.laws[number] }));

/** How the search went, as reports show it. */
export const searchReport = ({ strategies, chains, steps, logs }: Tally): SearchReport => ({
  strategies: Object.entries(strategies).map(([name, own]) => ({ name, ...own })),
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
