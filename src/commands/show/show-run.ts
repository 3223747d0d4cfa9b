import type { Projection } from "../../core/projection.ts";
import { summary } from "../../reports/run/run-summary.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { keptWorkOf } from "../../workspaces/kept/run-remains.ts";
import { findRun, noRuns } from "../find-run.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { hint } from "../hint.ts";
import { findRoot } from "../find-root.ts";
import { usageError } from "../usage-error.ts";
import { paperOn } from "../terminal-paper.ts";
import { projectStored } from "../stored-outcome.ts";

export async function showRun(
  wanted: string,
  directory: string,
  format: OutputFormat,
): Promise<void> {
  const root = await findRoot(directory);
  const run = readRun(root, wanted);
  const kept = await keptWorkOf({ repositoryRoot: root, environment: process.env }, run.runId);
  switch (format) {
    case "json":
      return printJson({ ...run, kept });
    case "text":
      return print(
        summary(run, paperOn(process.stdout), { kept, goOn: hint(`resume ${run.runId}`, root) }),
      );
  }
}

function readRun(root: string, wanted: string): Projection {
  if (!hasState(root)) throw noRuns();
  const state = openStateReader(root);
  try {
    const { runId } = findRun(state.listRuns(), wanted);
    const log = state.readEvents(runId);
    if (log.length === 0)
      throw usageError(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    return projectStored(log, state.isLive(runId));
  } finally {
    state.close();
  }
}
