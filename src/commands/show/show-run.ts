import { fold } from "../../core/reduce/reduce.ts";
import { lastWords } from "../../reports/run/last-words.ts";
import { summary } from "../../reports/run/run-summary.ts";
import { keptWorkOf } from "../../workspaces/kept/run-remains.ts";
import { hint } from "../hint.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { projectStored } from "../stored-outcome.ts";
import { paperOn } from "../terminal-paper.ts";
import { storedLog } from "./stored-log.ts";

export async function showRun(
  wanted: string,
  directory: string,
  format: OutputFormat,
): Promise<void> {
  const { root, runId, log, isLive } = await storedLog(wanted, directory);
  const state = fold(log)!;
  const run = projectStored(log, state, isLive);
  const kept = await keptWorkOf({ repositoryRoot: root, environment: process.env }, runId);
  switch (format) {
    case "json":
      return printJson({ ...run, kept });
    case "text":
      return print(
        summary(run, paperOn(process.stdout), {
          kept,
          goOn: hint(`resume ${runId}`, root),
          lastWords: lastWords(state),
        }),
      );
  }
}
