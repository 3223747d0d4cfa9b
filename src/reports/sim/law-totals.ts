import type { LawReport, ScenarioReport } from "./scenario-report.ts";

/** The laws, by number, with their counts over all scenarios and schedules. */
export function lawTotals(reports: readonly ScenarioReport[]): readonly LawReport[] {
  const totals = new Map<number, LawReport>();
  for (const law of reports.flatMap((report) => report.laws)) {
    const sum = totals.get(law.law);
    totals.set(law.law, sum === undefined ? law : add(sum, law));
  }
  return [...totals.values()].toSorted((a, b) => a.law - b.law);
}

/** The worst verdict that a law got. */
export function lawStanding(law: LawReport): "broken" | "unknown" | "not exercised" | "holds" {
  if (law.broken > 0) return "broken";
  if (law.unknown > 0) return "unknown";
  return law.holds === 0 ? "not exercised" : "holds";
}

function add(a: LawReport, b: LawReport): LawReport {
  return {
    law: a.law,
    name: a.name,
    holds: a.holds + b.holds,
    broken: a.broken + b.broken,
    notExercised: a.notExercised + b.notExercised,
    unknown: a.unknown + b.unknown,
    exercised: a.exercised + b.exercised,
  };
}
