import { realClock } from "../clock/real-clock.ts";
import { type RunRow, runsTable } from "../reports/runs-table.ts";
import { hasState, openStateDirectory } from "../store/state-directory.ts";
import { print, printJson } from "./output.ts";
import { findRoot } from "./find-root.ts";
import { paperOn, type Telling } from "./page.ts";
import { standingOf } from "./standing.ts";

export async function listRuns(directory: string, telling: Telling): Promise<void> {
  const root = await findRoot(directory);
  const runs = hasState(root) ? readRuns(root) : [];
  switch (telling) {
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
      // One that could not even begin is nothing to look at.
      return log.length === 0 && !isLive ? [] : [{ ...run, outcome: standingOf(log, isLive) }];
    });
  } finally {
    state.close();
  }
}
