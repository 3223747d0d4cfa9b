import type { LawReport, ScenarioReport } from "./scenario-report.ts";

/** The laws, by number, with their counts over all scenarios and schedules. */
export function lawTotals(reports: readonly ScenarioReport[]): readonly LawReport[] {
  const totals = new Map<LawReport["law"], LawReport>();
  for (const law of reports.flatMap((report) => report.laws)) {
    const sum = totals.get(law.law);
    totals.set(law.law, sum === undefined ? law : add(sum, law));
  }
  return [...totals.values()].toSorted((a, b) => placeOfLaw(a) - placeOfLaw(b));
}

/** Those of agents come after those of the conductor. */
export const placeOfLaw = ({ law }: LawReport): number =>
  typeof law === "number" ? law : 1_000 + Number(law.slice(1));

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
