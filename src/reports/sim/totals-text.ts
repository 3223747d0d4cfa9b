import { countText } from "../../core/words/count-text.ts";
import type { ScenarioReport } from "./scenario-report.ts";

/** The totals in words: `1 of 3 scenarios failed, 600 schedules in 4 s`, `2 scenarios passed, 1 of them but for failures that are known, …`. */
export function totalsText(
  reports: readonly ScenarioReport[],
  duration: (durationMs: number) => string,
): string {
  const failed = reports.filter((report) => !report.passed).length;
  const seeds = reports.reduce((sum, report) => sum + report.seeds, 0);
  const durationMs = reports.reduce((sum, report) => sum + report.durationMs, 0);
  const known = reports.filter((report) => report.passed && report.failures.length > 0).length;
  const butFor = known === 0 ? "" : `, ${known} of them but for failures that are known`;
  const verdict =
    failed === 0
      ? `${countText(reports.length, "scenario")} passed${butFor}`
      : `${failed} of ${countText(reports.length, "scenario")} failed`;
  return `${verdict}, ${countText(seeds, "schedule")} in ${duration(durationMs)}`;
}
