import { byMember } from "../../reports/sim/coverage-totals.ts";
import type { CoverageReport } from "../../reports/sim/scenario-report.ts";
import { coreDecisions } from "./core-decisions.ts";
import { eventKinds } from "./event-kinds.ts";
import { faultsByPhase } from "./faults-by-phase.ts";
import { type CoverageKind, coverageKinds, type ScheduleCoverage } from "./schedule-coverage.ts";
import { turnedPair } from "./ticket-pairs.ts";

/** What many schedules reached: by kind and name, how many of them did. Data that can be sent between processes. */
export interface CoverageTally {
  readonly reached: Readonly<Record<CoverageKind, Record<string, number>>>;
  /** By kind and name, the lowest seed that reached it. */
  readonly firstSeeds: Readonly<Record<CoverageKind, Record<string, number>>>;
  /** The classes of happens-before that were seen, each with its lowest seed. */
  readonly classes: Map<string, number>;
}

export const emptyCoverage = (): CoverageTally => ({
  reached: { events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} },
  firstSeeds: { events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} },
  classes: new Map(),
});

export function addSchedule(
  { reached, firstSeeds, classes }: CoverageTally,
  seed: number,
  schedule: ScheduleCoverage,
): void {
  for (const kind of coverageKinds) {
    for (const name of schedule.reached[kind].keys()) {
      add(reached[kind], name, 1);
      addFirst(firstSeeds[kind], name, seed);
    }
  }
  addClass(classes, schedule.happensBefore, seed);
}

export function addCoverage(sum: CoverageTally, part: CoverageTally): void {
  for (const kind of coverageKinds) {
    for (const [name, schedules] of Object.entries(part.reached[kind])) {
      add(sum.reached[kind], name, schedules);
    }
    for (const [name, seed] of Object.entries(part.firstSeeds[kind]))
      addFirst(sum.firstSeeds[kind], name, seed);
  }
  for (const [one, seed] of part.classes) addClass(sum.classes, one, seed);
}

/** The lowest seed counts, so that it makes no difference how the seeds were shared out. */
function addFirst(seeds: Record<string, number>, name: string, seed: number): void {
  const before = Object.hasOwn(seeds, name) ? seeds[name]! : Infinity;
  if (seed < before) seeds[name] = seed;
}

function addClass(classes: Map<string, number>, name: string, seed: number): void {
  if (seed < (classes.get(name) ?? Infinity)) classes.set(name, seed);
}

function add(counts: Record<string, number>, name: string, schedules: number): void {
  // A user names marks, also `constructor` or `toString`, which every object has.
  counts[name] = (Object.hasOwn(counts, name) ? counts[name]! : 0) + schedules;
}

/** The coverage as reports show it. What could have been reached and was not is listed with 0. */
export const coverageReport = (
  { reached, firstSeeds, classes }: CoverageTally,
  /** What the scenario says must happen in some schedule. */
  marks: readonly string[] = [],
): CoverageReport => {
  const named = [...classes].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    events: withZeros(eventKinds, reached.events),
    decisions: withZeros(coreDecisions, reached.decisions),
    pairs: withZeros(Object.keys(reached.pairs).toSorted().map(turnedPair), reached.pairs),
    faults: withZeros(faultsByPhase, reached.faults),
    marks: withZeros(marks, reached.marks),
    classes: classes.size,
    classDigests: named.map(([name]) => name),
    classSeeds: named.map(([, seed]) => seed),
    firstSeeds: byMember((member) => sorted(firstSeeds[member])),
  };
};

/** Sorted by name, so that it makes no difference which was reached first. */
const sorted = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** First the known names in their order, with 0 where none was reached, then all others by name. */
const withZeros = (
  known: readonly string[],
  counts: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(known.map((name) => [name, 0])),
  ...sorted(counts),
});
