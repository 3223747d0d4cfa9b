import type { Event } from "../../core/event.ts";
import type { RunId } from "../../core/ids.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { findRoot } from "../find-root.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { usageError } from "../usage-error.ts";

/** What is recorded of a run. The log is not empty. */
export interface StoredLog {
  /** The repository's root. */
  readonly root: string;
  readonly runId: RunId;
  readonly log: readonly Event[];
  /** A process conducts it right now. */
  readonly isLive: boolean;
}

/** Finds a run by what a person calls it. */
export async function storedLog(wanted: string, directory: string): Promise<StoredLog> {
  const root = await findRoot(directory);
  if (!hasState(root)) throw noRuns(await runsElsewhere(root));
  const state = openStateReader(root);
  try {
    const { runId } = findRun(state.listRuns(), wanted);
    const log = state.readEvents(runId);
    if (log.length === 0)
      throw usageError(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    return { root, runId, log, isLive: state.isLive(runId) };
  } finally {
    state.close();
  }
}
