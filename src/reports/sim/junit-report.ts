import { reportTitle } from "./report-title.ts";
import { failureReportText } from "./failure-report-text.ts";
import type { FailureReport, ScenarioReport } from "./scenario-report.ts";
import { visibleLine, visibleText } from "../visible-text.ts";

/**
 * JUnit XML with one suite for each file and one case for each scenario. Times are in seconds. Where a person ended the
 * rehearsal before all was run, each suite has the property `interrupted`.
 */
export function junitReport(reports: readonly ScenarioReport[], isInterrupted = false): string {
  const suites = [...Map.groupBy(reports, (report) => report.file)];
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="rehearsal" ${counts(reports)}>`,
    ...suites.flatMap(([file, scenarios]) => [
      `  <testsuite name="${attribute(file)}" ${counts(scenarios)}>`,
      ...(isInterrupted ? interruptedProperty : []),
      ...scenarios.flatMap(testcase),
      `  </testsuite>`,
    ]),
    `</testsuites>`,
    "",
  ].join("\n");
}

const interruptedProperty = [
  `    <properties>`,
  `      <property name="interrupted" value="true"/>`,
  `    </properties>`,
];

function counts(reports: readonly ScenarioReport[]): string {
  const failures = reports.filter((report) => !report.passed).length;
  const known = reports.filter((report) => report.passed && report.failures.length > 0).length;
  const durationMs = reports.reduce((sum, report) => sum + report.durationMs, 0);
  return `tests="${reports.length}" failures="${failures}" errors="0" skipped="${known}" time="${seconds(durationMs)}"`;
}

function testcase(report: ScenarioReport): readonly string[] {
  const start = `    <testcase name="${attribute(reportTitle(report))}" classname="${attribute(report.file)}" file="${attribute(report.file)}" time="${seconds(report.durationMs)}"`;
  if (report.failures.length === 0) return [`${start}/>`];
  const fresh = report.failures.filter(({ isKnown }) => !isKnown);
  const known = report.failures.map(({ kind }) => kind).join(", ");
  const verdict =
    fresh.length > 0
      ? failureOf(fresh)
      : `      <skipped message="${attribute(`known: ${known}`)}"/>`;
  return [`${start}>`, verdict, `    </testcase>`];
}

/** One `failure` element for all failures, because readers of JUnit show only the first of several. */
function failureOf(failures: readonly FailureReport[]): string {
  const message = failures.flatMap((failure) => failure.messages.slice(0, 1)).join("; ");
  const kind = failures.map((failure) => failure.kind).join(", ");
  const body = failures.map(failureReportText).join("\n\n");
  return `      <failure message="${attribute(message)}" type="${attribute(kind)}">${content(body)}</failure>`;
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}

function attribute(text: string): string {
  return content(visibleLine(text)).replaceAll(`"`, "&quot;");
}

/** Escapes `>` too, because `]]>` is not allowed in content. */
function content(text: string): string {
  return visibleText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
