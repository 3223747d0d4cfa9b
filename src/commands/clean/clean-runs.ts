import { rmdir } from "node:fs/promises";
import { realClock } from "../../clock/real-clock.ts";
import type { RunId } from "../../core/ids.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateDirectory, type StateDirectory } from "../../store/state-directory.ts";
import { isStoreError } from "../../store/store-error.ts";
import { isGitFailure } from "../../workspaces/git.ts";
import { removeOldScratch } from "../../workspaces/scratch-index.ts";
import { findRoot } from "../find-root.ts";
import { findRun } from "../find-run.ts";
import { type OutputFormat, print, printJson } from "../output.ts";
import { storedOutcome } from "../stored-outcome.ts";
import { worktreesRoot } from "../worktrees-root.ts";
import { type Cleaned, cleanRun } from "./clean-run.ts";
import { cleanedText } from "./cleaned-text.ts";

/** Removes what runs left; each run under its lock, so that none is at work meanwhile. */
export async function cleanRuns(options: {
  readonly wanted: string | null;
  readonly directory: string;
  readonly unmerged: "keep" | "discard";
  readonly format: OutputFormat;
}): Promise<void> {
  const { wanted, unmerged } = options;
  const root = await findRoot(options.directory);
  const cleaned: Cleaned[] = [];
  if (hasState(root)) {
    const state = openStateDirectory(root, { clock: realClock });
    try {
      const runs = wanted === null ? state.listRuns() : [findRun(state.listRuns(), wanted)];
      for (const { runId } of runs)
        cleaned.push(await cleanLocked(state, runId, { root, unmerged }));
    } finally {
      state.close();
    }
  } else if (wanted !== null) findRun([], wanted);
  await removeOldScratch(realClock.nowMs());
  // Where other runs have trees it is not empty, and stays.
  await rmdir(worktreesRoot(root, process.env)).catch(() => undefined);
  switch (options.format) {
    case "json":
      return printJson({ runs: cleaned });
    case "text":
      return print(cleanedText(cleaned));
  }
}

async function cleanLocked(
  state: StateDirectory,
  runId: RunId,
  how: { readonly root: string; readonly unmerged: "keep" | "discard" },
): Promise<Cleaned> {
  try {
    const { events, store } = state.openRun(runId);
    try {
      return await cleanRun({ ...how, runId, outcome: storedOutcome(events, false) });
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!isStoreError(error) && !isGitFailure(error)) throw error;
    return { runId, removed: [], stays: [{ what: "all of it", why: error.message }] };
  }
}
