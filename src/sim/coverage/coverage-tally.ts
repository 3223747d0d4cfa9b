import type { CoverageReport } from "../../reports/sim/scenario-report.ts";
import { coreDecisions } from "./core-decisions.ts";
import { eventKinds } from "./event-kinds.ts";
import { faultsByPhase } from "./faults-by-phase.ts";
import { type CoverageKind, coverageKinds, type ScheduleCoverage } from "./schedule-coverage.ts";
import { turnedPair } from "./ticket-pairs.ts";

/** What many schedules reached: by kind and name, how many of them did. Data that can be sent between threads. */
export interface CoverageTally {
  readonly reached: Readonly<Record<CoverageKind, Record<string, number>>>;
  /** The classes of happens-before that were seen, each once. */
  readonly classes: Set<string>;
}

export const emptyCoverage = (): CoverageTally => ({
  reached: { events: {}, decisions: {}, pairs: {}, faults: {}, marks: {} },
  classes: new Set(),
});

export function addSchedule({ reached, classes }: CoverageTally, schedule: ScheduleCoverage): void {
  for (const kind of coverageKinds) {
    for (const name of schedule.reached[kind].keys()) add(reached[kind], name, 1);
  }
  classes.add(schedule.happensBefore);
}

export function addCoverage(sum: CoverageTally, part: CoverageTally): void {
  for (const kind of coverageKinds) {
    for (const [name, schedules] of Object.entries(part.reached[kind])) {
      add(sum.reached[kind], name, schedules);
    }
  }
  for (const one of part.classes) sum.classes.add(one);
}

function add(counts: Record<string, number>, name: string, schedules: number): void {
  // A mark has any name, also that of something that every object has.
  counts[name] = (Object.hasOwn(counts, name) ? counts[name]! : 0) + schedules;
}

/** As reports show it: what could have been reached and was not stands there with 0. */
export const coverageReport = (
  { reached, classes }: CoverageTally,
  /** What the scenario says must happen in some schedule. */
  marks: readonly string[] = [],
): CoverageReport => ({
  events: withZeros(eventKinds, reached.events),
  decisions: withZeros(coreDecisions, reached.decisions),
  pairs: withZeros(Object.keys(reached.pairs).map(turnedPair), reached.pairs),
  faults: withZeros(faultsByPhase, reached.faults),
  marks: withZeros(marks, reached.marks),
  classes: classes.size,
  classDigests: [...classes].toSorted(),
});

/** In the order of the names that are known, what is not among them at the end. */
const withZeros = (
  known: readonly string[],
  counts: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(known.map((name) => [name, 0])),
  ...counts,
});
