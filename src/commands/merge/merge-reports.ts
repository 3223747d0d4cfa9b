import { readFile } from "node:fs/promises";
import { jsonReportVersion, scenarioReports } from "../../reports/sim/json-report.ts";
import { jsonReportSchema } from "../../reports/sim/json-report-schema.ts";
import type { JsonReport } from "../../reports/sim/json-report.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { withRequiredMarks } from "../sim/required-marks.ts";
import { type Reporting, refuseUnwritable, writeReports } from "../sim/write-reports.ts";
import { quoted } from "../../core/words/quoted.ts";
import { usageError } from "../usage-error.ts";
import { mergedReports } from "./merged-reports.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** The flags of `rehearsal merge`. */
export interface MergeOptions extends Reporting {
  readonly requireSometimes?: true;
}

/** Runs `rehearsal merge`. */
export async function mergeReports(
  files: readonly string[],
  options: MergeOptions,
): Promise<ExitCode> {
  await refuseUnwritable(options);
  const parts = await Promise.all(files.map(readReport));
  const merged = mergedReports(parts.flatMap(scenarioReports));
  const reports = withRequiredMarks(merged, options.requireSometimes);
  const cutShort = files.filter((_, index) => parts[index]!.interrupted === true);
  for (const file of cutShort) note(`${file} is of a rehearsal that was interrupted.`);
  await writeReports(reports, { ...options, isInterrupted: cutShort.length > 0 });
  return reports.every(({ passed }) => passed) ? exitCodes.done : exitCodes.failed;
}

async function readReport(file: string): Promise<JsonReport> {
  const read = jsonReportSchema.safeParse(parsed(file, await textOf(file)));
  // What the schema lets through of an event is not checked: which members it has, says its type.
  if (read.success) return read.data as unknown as JsonReport;
  const [first] = read.error.issues;
  throw usageError(
    `${file} is no report of this version (${jsonReportVersion}) of the format: ${first === undefined ? "" : `${first.path.join(".") || "the whole"}: ${first.message}`}. Write it anew: \`rehearsal sim --reporter json=${quoted(file)}\``,
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(
      `${file} cannot be read: ${why}. Name files that sim wrote: --reporter json=FILE`,
    );
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What holds something else may be a file of the user's, which no command that is proposed may write over.
    throw usageError(
      text === ""
        ? `${file} holds no JSON: it is empty, so the rehearsal that was to write it did not end. Write it anew: \`rehearsal sim --reporter json=${quoted(file)}\``
        : `${file} holds no JSON. Name files that sim wrote: --reporter json=FILE`,
    );
  }
}
