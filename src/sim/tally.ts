import type { Event } from "../core/event.ts";
import type { Projection } from "../core/projection.ts";
import { type LawNumber, laws } from "./laws/laws.ts";
import type { Trial, TrialFailure, TrialResult } from "./trial.ts";

/** The verdicts of a law over many schedules. */
export interface LawTally {
  holds: number;
  broken: number;
  notExercised: number;
  unknown: number;
  exercised: number;
}

/** The results of many schedules of one scenario, as data that can be sent between threads. */
export interface Tally {
  seeds: number;
  readonly laws: Record<LawNumber, LawTally>;
  readonly failing: FailingSeed[];
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

export function emptyTally(): Tally {
  const unjudged = { holds: 0, broken: 0, notExercised: 0, unknown: 0, exercised: 0 };
  const tallies = Object.fromEntries(laws.map(({ number }) => [number, { ...unjudged }]));
  return { seeds: 0, laws: tallies as Record<LawNumber, LawTally>, failing: [], first: null };
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
    }
  }
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
  if (part.first !== null && (sum.first === null || part.first.seed < sum.first.seed)) {
    sum.first = part.first;
  }
  sum.failing.push(...part.failing);
}

/** How each law fared, as reports show it. */
export const lawReports = (tally: Tally) =>
  laws.map(({ number, name }) => ({ law: number, name, ...tally.laws[number] }));
