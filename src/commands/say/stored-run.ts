import { realClock } from "../../clock/real-clock.ts";
import type { Event } from "../../core/event.ts";
import type { RunId } from "../../core/ids.ts";
import { fold } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import { openStateDirectory, type StateDirectory } from "../../store/state-directory.ts";
import { hasState } from "../../store/state-place.ts";
import { findRoot } from "../find-root.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { usageError } from "../usage-error.ts";

/** A run that something is to be said to. */
export interface OpenedRun {
  /** The repository's root. */
  readonly root: string;
  readonly runId: RunId;
  readonly stored: StateDirectory;
  readonly log: readonly Event[];
  readonly state: State;
}

/** Opens a run in a repository for `use`, and closes it after. */
export async function withStoredRun<Result>(
  wanted: string,
  directory: string,
  use: (run: OpenedRun) => Promise<Result>,
): Promise<Result> {
  const root = await findRoot(directory);
  if (!hasState(root)) throw noRuns(await runsElsewhere(root));
  const stored = openStateDirectory(root, { clock: realClock });
  try {
    const { runId } = findRun(stored.listRuns(), wanted);
    const log = stored.readEvents(runId);
    const state = fold(log);
    if (state === null)
      throw usageError(`Nothing of run ${runId} has been recorded yet. Try again in a moment.`);
    return await use({ root, runId, stored, log, state });
  } finally {
    stored.close();
  }
}
