import type { SearchReport } from "./scenario-report.ts";

export type StrategyReport = SearchReport["strategies"][number];

/** How each strategy fared over several searches. */
export function strategiesTogether(
  searches: readonly Pick<SearchReport, "strategies">[],
): readonly StrategyReport[] {
  const names = Map.groupBy(
    searches.flatMap(({ strategies }) => strategies),
    ({ name }) => name,
  );
  return [...names.values()]
    .map((same) =>
      same.reduce((sum, one) => ({
        name: sum.name,
        schedules: sum.schedules + one.schedules,
        failing: sum.failing + one.failing,
        firstFailing: lowerSeed(sum.firstFailing, one.firstFailing),
      })),
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** `null` is no seed. */
export const lowerSeed = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
