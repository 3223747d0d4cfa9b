import { reportTitle } from "./report-title.ts";
import { failureReportText } from "./failure-report-text.ts";
import { lawStanding, lawTotals } from "./law-totals.ts";
import type { FailureReport, ScenarioReport } from "./scenario-report.ts";
import { timeText } from "../time-text.ts";
import { totalsText } from "./totals-text.ts";
import { visibleLine } from "../visible-text.ts";

/**
 * Workflow commands for GitHub Actions, one for each failure, to be written to stdout. Characters are escaped as
 * `@actions/core` does: `%`, CR and LF everywhere, `:` and `,` in properties too.
 */
export function githubAnnotations(reports: readonly ScenarioReport[]): string {
  return reports
    .flatMap((report) =>
      report.failures.map((failure) => {
        const file = property(visibleLine(report.file));
        const title = property(`${visibleLine(reportTitle(report))}: ${visibleLine(failure.kind)}`);
        const level = failure.isKnown ? "warning" : "error";
        return `::${level} file=${file},line=${report.line},title=${title}::${message(failureReportText(failure))}\n`;
      }),
    )
    .join("");
}

function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The summary of a job, as Markdown for the file that `GITHUB_STEP_SUMMARY` names. */
export function githubSummary(reports: readonly ScenarioReport[]): string {
  const passed = reports.every((report) => report.passed);
  const sections = [
    [`### ${passed ? "✅" : "❌"} Rehearsal: ${totalsText(reports, timeText)}`],
    table(
      ["", "Scenario", "File", "Outcome", "Schedules", "Events or requests"],
      reports.map((report) => [
        report.passed ? "✅" : "❌",
        inline(reportTitle(report)),
        inline(report.file),
        report.subject.type === "run" ? report.subject.projection.outcome : report.subject.outcome,
        number(report.seeds),
        number(
          report.subject.type === "run"
            ? report.subject.projection.events
            : report.subject.requests.length,
        ),
      ]),
    ),
    ...reports.flatMap((report) => report.failures.map((one) => failureSection(report, one))),
    table(
      ["Law", "", "Held", "Not exercised", "Broken", "Unknown", "Times exercised"],
      lawTotals(reports).map((law) => [
        `${law.law} ${inline(law.name)}`,
        lawStanding(law),
        number(law.holds),
        number(law.notExercised),
        number(law.broken),
        number(law.unknown),
        number(law.exercised),
      ]),
    ),
  ];
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

function failureSection(report: ScenarioReport, failure: FailureReport): readonly string[] {
  const text = failureReportText(failure);
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [
    `#### ${inline(reportTitle(report))}: ${inline(failure.kind)}`,
    "",
    `Seed ${failure.seed}, ${number(failure.count)} of ${number(report.seeds)} schedules`,
    "",
    `${fence}text`,
    text,
    fence,
  ];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

const number = (amount: number) => amount.toLocaleString("en-US");

/** Escapes text so that a table cell or a heading shows it as it is. */
function inline(text: string): string {
  return visibleLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_{}[\]()#+!|~@:$-]/g, (character) => `&#${character.charCodeAt(0)};`);
}
