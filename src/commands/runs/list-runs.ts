import { realClock } from "../../clock/real-clock.ts";
import type { StoredRun } from "../../ports.ts";
import { type RunRow, runsTable } from "../../reports/run/runs-table.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader, type StateReader } from "../../store/state-reader.ts";
import { isStoreError } from "../../store/store-error.ts";
import { hint } from "../hint.ts";
import { note, print, printJson, type OutputFormat } from "../output.ts";
import { findRoot } from "../find-root.ts";
import { runsElsewhere } from "../find-run.ts";
import { paperOn } from "../terminal-paper.ts";
import { storedOutcome } from "../stored-outcome.ts";

export async function listRuns(directory: string, format: OutputFormat): Promise<void> {
  const root = await findRoot(directory);
  const isRecorded = hasState(root);
  const runs = isRecorded ? readRuns(root) : [];
  const elsewhere = isRecorded ? null : await runsElsewhere(root);
  if (elsewhere !== null) note(elsewhere);
  switch (format) {
    case "json":
      return printJson({ runs });
    case "text":
      return print(
        runsTable(runs, realClock.nowMs(), paperOn(process.stdout), hint('run "EPIC"', root)),
      );
  }
}

function readRuns(root: string): readonly RunRow[] {
  const state = openStateReader(root);
  try {
    return state.listRuns().flatMap((run) => rowOf(run, state));
  } finally {
    state.close();
  }
}

/** A run that failed before its first event is left out. One whose log is damaged hides no other. */
function rowOf(run: StoredRun, state: StateReader): readonly RunRow[] {
  try {
    const log = state.readEvents(run.runId);
    const isLive = state.isLive(run.runId);
    return log.length === 0 && !isLive ? [] : [{ ...run, outcome: storedOutcome(log, isLive) }];
  } catch (error) {
    if (!isStoreError(error) || error.code !== "damaged") throw error;
    note(error.message);
    return [{ ...run, outcome: "damaged" }];
  }
}
