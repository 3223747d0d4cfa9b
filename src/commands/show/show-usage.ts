import { groupLedger } from "../../core/ledger/ledger-groups.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { usageJson } from "../../reports/usage/usage-json.ts";
import { usageReport } from "../../reports/usage/usage-report.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { findRun, noRuns } from "../find-run.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { findRoot } from "../find-root.ts";
import { usageError } from "../usage-error.ts";
import { paperOn } from "../terminal-paper.ts";
import { storedOutcome } from "../stored-outcome.ts";

/** Prints the ledger of a run: who took which tokens, and what they cost. */
export async function showUsage(
  wanted: string,
  directory: string,
  format: OutputFormat,
): Promise<void> {
  const root = await findRoot(directory);
  if (!hasState(root)) throw noRuns();
  const stored = openStateReader(root);
  try {
    const { runId } = findRun(stored.listRuns(), wanted);
    const log = stored.readEvents(runId);
    const state = fold(log);
    if (state === null)
      throw usageError(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    const { epic } = state;
    const outcome = storedOutcome(log, stored.isLive(runId));
    if (format === "json") printJson(usageJson(state, outcome));
    else
      print(
        usageReport({ runId, epic, outcome }, groupLedger(state, outcome), paperOn(process.stdout)),
      );
  } finally {
    stored.close();
  }
}
