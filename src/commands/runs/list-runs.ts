import { realClock } from "../../clock/real-clock.ts";
import { type RunRow, runsTable } from "../../reports/run/runs-table.ts";
import { hasState, openStateDirectory } from "../../store/state-directory.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { findRoot } from "../find-root.ts";
import { paperOn } from "../terminal-paper.ts";
import { storedOutcome } from "../stored-outcome.ts";

export async function listRuns(directory: string, format: OutputFormat): Promise<void> {
  const root = await findRoot(directory);
  const runs = hasState(root) ? readRuns(root) : [];
  switch (format) {
    case "json":
      return printJson({ runs });
    case "text":
      return print(runsTable(runs, realClock.nowMs(), paperOn(process.stdout)));
  }
}

function readRuns(root: string): readonly RunRow[] {
  const state = openStateDirectory(root, { clock: realClock });
  try {
    return state.listRuns().flatMap((run) => {
      const log = state.readEvents(run.runId);
      const isLive = state.isLive(run.runId);
      // A run that failed before its first event is left out.
      return log.length === 0 && !isLive ? [] : [{ ...run, outcome: storedOutcome(log, isLive) }];
    });
  } finally {
    state.close();
  }
}
