import type { CoverageReport, ScenarioReport } from "./scenario-report.ts";

/** What is covered, in the order in which it is shown. */
export const coverageMembers = ["events", "decisions", "pairs", "faults", "marks"] as const;
export type CoverageMember = (typeof coverageMembers)[number];

/** What the schedules of all scenarios reached together; `null` where none of them has a log. */
export function coverageTotals(reports: readonly ScenarioReport[]): Counted | null {
  const parts = reports.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  return parts.length === 0 ? null : parts.map(counted).reduce(together);
}

/** Classes are of one scenario each, so that those of several add up. */
type Counted = Omit<CoverageReport, "classDigests">;

const counted = ({ classDigests: _, ...rest }: CoverageReport): Counted => rest;

const together = (a: Counted, b: Counted): Counted => ({
  events: countsTogether(a.events, b.events),
  decisions: countsTogether(a.decisions, b.decisions),
  pairs: countsTogether(a.pairs, b.pairs),
  faults: countsTogether(a.faults, b.faults),
  marks: countsTogether(a.marks, b.marks),
  classes: a.classes + b.classes,
});

type Counts = Readonly<Record<string, number>>;

export function countsTogether(a: Counts, b: Counts): Counts {
  const sum = { ...a };
  for (const [name, schedules] of Object.entries(b)) {
    sum[name] = (Object.hasOwn(sum, name) ? sum[name]! : 0) + schedules;
  }
  return sum;
}

export const reachedIn = (counts: Counts): number =>
  Object.values(counts).filter((schedules) => schedules > 0).length;

export const neverIn = (counts: Counts): readonly string[] =>
  Object.entries(counts).flatMap(([name, schedules]) => (schedules === 0 ? [name] : []));

const rareMax = 5;

/** What was reached by the fewest schedules, though by some. */
export const rarestIn = (counts: Counts): readonly (readonly [name: string, schedules: number])[] =>
  Object.entries(counts)
    .filter(([, schedules]) => schedules > 0)
    .toSorted(([, a], [, b]) => a - b)
    .slice(0, rareMax);
