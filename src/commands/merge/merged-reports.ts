import type {
  CoverageReport,
  FailureReport,
  LawReport,
  ScenarioReport,
  SearchReport,
} from "../../reports/sim/scenario-report.ts";
import { coursesTogether } from "../../reports/sim/course.ts";
import { byMember, countsTogether, firstSeedsTogether } from "../../reports/sim/coverage-totals.ts";
import { placeOfLaw } from "../../reports/sim/law-totals.ts";
import { strategiesTogether } from "../../reports/sim/search-totals.ts";
import { isOfOnePart } from "../sim/required-marks.ts";
import { missedWithAtMost } from "../../sim/search/fixed-priorities.ts";

/**
 * Joins reports of parts of the same rehearsal: each scenario stands once, in the order of files and names, with what
 * all parts found together. Drawn faults and scripted ones stay apart.
 */
export function mergedReports(parts: readonly ScenarioReport[]): readonly ScenarioReport[] {
  const groups = Map.groupBy(parts, ({ file, name, server, swarm }) =>
    JSON.stringify([file, name, server, swarm]),
  );
  return [...groups.values()]
    .map((reports) => reports.map(withoutUnmet).reduce(together))
    .toSorted((a, b) => order(a.file, b.file) || order(a.name, b.name));
}

/** What one part did not meet another may have. */
function withoutUnmet(report: ScenarioReport): ScenarioReport {
  const failures = report.failures.filter((failure) => !isOfOnePart(failure));
  const isLeft = failures.length === report.failures.length;
  return isLeft
    ? report
    : { ...report, failures, passed: failures.every(({ isKnown }) => isKnown) };
}

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function together(a: ScenarioReport, b: ScenarioReport): ScenarioReport {
  const failures = failuresTogether(a.failures, b.failures);
  return {
    file: a.file,
    line: a.line,
    name: a.name,
    server: a.server,
    passed: a.passed && b.passed,
    seeds: a.seeds + b.seeds,
    swarm: a.swarm,
    durationMs: a.durationMs + b.durationMs,
    failures,
    laws: lawsTogether(a.laws, b.laws),
    search: searchTogether(a.search, b.search),
    coverage: coverageTogether(a.coverage, b.coverage),
    // The first schedule that each of them ran is as good as the other's; one of them is shown.
    subject: a.subject,
  };
}

/** One of a kind: that of the lowest seed, with the count of all. */
function failuresTogether(
  a: readonly FailureReport[],
  b: readonly FailureReport[],
): readonly FailureReport[] {
  const kinds = Map.groupBy([...a, ...b], ({ kind }) => kind);
  return [...kinds.values()]
    .map((same) => {
      const first = same.reduce((best, one) => (seedOf(one) < seedOf(best) ? one : best));
      return { ...first, count: same.reduce((sum, { count }) => sum + count, 0) };
    })
    .toSorted((one, other) => seedOf(one) - seedOf(other));
}

const seedOf = ({ seed }: FailureReport): number => seed ?? Infinity;

function lawsTogether(a: readonly LawReport[], b: readonly LawReport[]): readonly LawReport[] {
  const laws = Map.groupBy([...a, ...b], ({ law }) => law);
  return [...laws.values()]
    .map((same) =>
      same.reduce((sum, one) => ({
        law: sum.law,
        name: sum.name,
        holds: sum.holds + one.holds,
        broken: sum.broken + one.broken,
        notExercised: sum.notExercised + one.notExercised,
        unknown: sum.unknown + one.unknown,
        exercised: sum.exercised + one.exercised,
      })),
    )
    .toSorted((one, other) => placeOfLaw(one) - placeOfLaw(other));
}

function coverageTogether(
  a: CoverageReport | null,
  b: CoverageReport | null,
): CoverageReport | null {
  if (a === null || b === null) return a ?? b;
  const seeds = new Map<string, number>();
  for (const { classDigests, classSeeds } of [a, b]) {
    for (const [at, digest] of classDigests.entries())
      seeds.set(digest, Math.min(seeds.get(digest) ?? Infinity, classSeeds[at] ?? 0));
  }
  const classes = [...seeds].toSorted(([one], [other]) => order(one, other));
  return {
    ...byMember((member) => countsTogether(a[member], b[member])),
    classes: classes.length,
    classDigests: classes.map(([digest]) => digest),
    classSeeds: classes.map(([, seed]) => seed),
    firstSeeds: firstSeedsTogether(a.firstSeeds, b.firstSeeds),
  };
}

function searchTogether(a: SearchReport, b: SearchReport): SearchReport {
  const strategies = strategiesTogether([a, b]);
  const logDigests = [...new Set([...a.logDigests, ...b.logDigests])].toSorted();
  const chains = Math.max(a.chains, b.chains);
  const steps = Math.max(a.steps, b.steps);
  const runs = strategies
    .filter(({ name }) => name === "pct-2" || name === "pct-3")
    .reduce((sum, { schedules }) => sum + schedules, 0);
  return {
    strategies,
    course: coursesTogether([a.course, b.course]),
    chains,
    steps,
    distinctLogs: logDigests.length,
    logDigests,
    missedDepth2: missedWithAtMost(2, { chains, steps, runs }),
  };
}
