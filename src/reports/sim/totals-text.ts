import { countText } from "../../core/words/count-text.ts";
import type { ScenarioReport } from "./scenario-report.ts";

/** The totals in words: `1 of 3 scenarios failed, 600 schedules in 4 s`. */
export function totalsText(
  reports: readonly ScenarioReport[],
  duration: (durationMs: number) => string,
): string {
  const failed = reports.filter((report) => !report.passed).length;
  const seeds = reports.reduce((sum, report) => sum + report.seeds, 0);
  const durationMs = reports.reduce((sum, report) => sum + report.durationMs, 0);
  const verdict =
    failed === 0
      ? `${countText(reports.length, "scenario")} passed`
      : `${failed} of ${countText(reports.length, "scenario")} failed`;
  return `${verdict}, ${countText(seeds, "schedule")} in ${duration(durationMs)}`;
}
