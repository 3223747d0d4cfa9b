import { type CoverageMember, coverageMembers } from "./coverage-member.ts";
import type { CoverageReport, ScenarioReport } from "./scenario-report.ts";

/** What the schedules of all scenarios reached together; `null` where none of them has a log. */
export function coverageTotals(reports: readonly ScenarioReport[]): CoverageTotals | null {
  const parts = reports.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  return parts.length === 0 ? null : parts.map(counted).reduce(together);
}

/** Classes are of one scenario each, so that those of several add up. */
export type CoverageTotals = Omit<CoverageReport, "classDigests">;

const counted = ({ classDigests: _, ...rest }: CoverageReport): CoverageTotals => rest;

const together = (a: CoverageTotals, b: CoverageTotals): CoverageTotals => ({
  ...byMember((member) => countsTogether(a[member], b[member])),
  classes: a.classes + b.classes,
  classSeeds: [...a.classSeeds, ...b.classSeeds],
  firstSeeds: firstSeedsTogether(a.firstSeeds, b.firstSeeds),
});

/** The same for each member. */
export function byMember<Value>(
  valueOf: (member: CoverageMember) => Value,
): Record<CoverageMember, Value> {
  const [events, decisions, pairs, faults, marks] = coverageMembers;
  return {
    events: valueOf(events),
    decisions: valueOf(decisions),
    pairs: valueOf(pairs),
    faults: valueOf(faults),
    marks: valueOf(marks),
  };
}

type FirstSeeds = CoverageReport["firstSeeds"];

/** The lower seed counts. */
export const firstSeedsTogether = (a: FirstSeeds, b: FirstSeeds): FirstSeeds =>
  byMember((member) => {
    const sum: Record<string, number> = { ...a[member] };
    for (const [name, seed] of Object.entries(b[member])) {
      sum[name] = Object.hasOwn(sum, name) ? Math.min(sum[name]!, seed) : seed;
    }
    return sum;
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
