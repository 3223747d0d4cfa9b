import { assertNever } from "../../core/assert-never.ts";
import { appendFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { githubAnnotations, githubSummary } from "../../reports/sim/github-report.ts";
import { htmlReport } from "../../reports/html/html-report.ts";
import { jsonReport } from "../../reports/sim/json-report.ts";
import { junitReport } from "../../reports/sim/junit-report.ts";
import { scenarioLine, simSummary } from "../../reports/sim/scenario-line.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { hint, hintElsewhere } from "../hint.ts";
import { note, print, printJson } from "../output.ts";
import { usageError } from "../usage-error.ts";
import type { ReporterFlag } from "./reporter-flag.ts";
import { paperOn } from "../terminal-paper.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** How reports are written. */
export interface Reporting {
  readonly reporter?: readonly ReporterFlag[];
  readonly json?: true;
  /** Also prints the table of what was reached. */
  readonly coverage?: true;
  /** A person ended it before all was run. */
  readonly isInterrupted?: boolean;
}

/** Writes the reports by every reporter that was asked for; by default `line`. One that cannot be written keeps back no other. */
export async function writeReports(
  reports: readonly ScenarioReport[],
  { reporter = [{ type: "line" }], json, coverage, isInterrupted = false }: Reporting,
): Promise<void> {
  const elsewhere = reports.map((report) => withCommands(report, hintElsewhere));
  const unwritten: string[] = [];
  const write = async (flag: FileFlag, text: string): Promise<void> => {
    const problem = await problemOfWriting(flag, text);
    if (problem !== null) unwritten.push(problem);
  };
  for (const flag of reporter) {
    switch (flag.type) {
      case "line":
        if (json !== true) printLines(reports, { coverage: coverage === true });
        break;
      case "github":
        if (json !== true) print(githubAnnotations(elsewhere));
        await appendSummary(githubSummary(elsewhere));
        break;
      case "json":
        await write(flag, `${JSON.stringify(jsonReport(elsewhere, isInterrupted), null, 2)}\n`);
        break;
      case "junit":
        await write(flag, junitReport(elsewhere, isInterrupted));
        break;
      case "html":
        await write(flag, htmlReport(elsewhere, isInterrupted));
        break;
      default:
        assertNever(flag);
    }
  }
  if (json === true) {
    const named = reports.map((report) => withCommands(report, hint));
    printJson(jsonReport(named, isInterrupted));
  } else if (!reporter.some(({ type }) => type === "line" || type === "github")) {
    // Where all reports are files, stderr says how it went; and what failed, where a file does not.
    const paper = paperOn(process.stderr);
    const failed = unwritten.length === 0 ? [] : reports.filter(({ passed }) => !passed);
    for (const report of failed) note(scenarioLine(withCommands(report, hint), paper));
    note(simSummary(reports, paper, { coverage: coverage === true }));
  }
  if (unwritten.length > 0) throw usageError(unwritten.join("\n"));
}

/** Refuses a report that cannot be written before an hour is spent on what it would hold. */
export async function refuseUnwritable({ reporter = [] }: Reporting): Promise<void> {
  const files = new Set<string>();
  for (const flag of reporter) {
    if (!("file" in flag)) continue;
    const { type, file } = flag;
    if (file === "-")
      throw usageError(`--reporter ${type}=- names no file. JSON is printed on stdout by --json.`);
    if (files.has(resolve(file)))
      throw usageError(`Two reports would be written to ${file}. Give each a file of its own.`);
    files.add(resolve(file));
    const problem = await problemOfWriting(flag, "", "a");
    if (problem !== null) throw usageError(problem);
  }
}

/** Prints a scenario for the person who started the rehearsal: commands name the program as their shell knows it. */
export function printScenario(report: ScenarioReport): void {
  print(scenarioLine(withCommands(report, hint), paperOn(process.stdout)));
}

/** The report with each failure's command as `named` calls the program; a report that was merged may call it otherwise. */
function withCommands(report: ScenarioReport, named: (command: string) => string): ScenarioReport {
  const failures = report.failures.map((failure) => {
    const { command } = failure;
    return { ...failure, command: named(command.slice(command.indexOf(" sim ") + 1)) };
  });
  return { ...report, failures };
}

function printLines(
  reports: readonly ScenarioReport[],
  shown: { readonly coverage: boolean },
): void {
  const paper = paperOn(process.stdout);
  for (const report of reports) printScenario(report);
  print(simSummary(reports, paper, shown));
}

type FileFlag = Extract<ReporterFlag, { file: string }>;

/** Writes a report; answers why it cannot be written, or `null`. */
async function problemOfWriting(
  { type, file }: FileFlag,
  text: string,
  mode: "w" | "a" = "w",
): Promise<string | null> {
  try {
    await writeFile(file, text, { flag: mode });
    return null;
  } catch (error) {
    return `The ${type} report cannot be written to ${file}: ${errorMessage(error)}. Name a file in a folder that exists and can be written.`;
  }
}

async function appendSummary(text: string): Promise<void> {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (file !== undefined && file !== "") await appendFile(file, text);
}
