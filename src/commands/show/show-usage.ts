import { groupLedger } from "../../core/ledger/ledger-groups.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { usageJson } from "../../reports/usage/usage-json.ts";
import { usageReport } from "../../reports/usage/usage-report.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { storedOutcome } from "../stored-outcome.ts";
import { paperOn } from "../terminal-paper.ts";
import { storedLog } from "./stored-log.ts";

/** Prints the ledger of a run: who took which tokens, and what they cost. */
export async function showUsage(
  wanted: string,
  directory: string,
  format: OutputFormat,
): Promise<void> {
  const { runId, log, isLive } = await storedLog(wanted, directory);
  const state = fold(log)!;
  const { epic } = state;
  const outcome = storedOutcome(log, isLive);
  if (format === "json") return printJson(usageJson(state, outcome));
  const groups = groupLedger(state, outcome);
  print(usageReport({ runId, epic, outcome }, groups, paperOn(process.stdout)));
}
