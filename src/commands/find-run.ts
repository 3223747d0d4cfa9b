import type { StoredRun } from "../ports.ts";
import { statePlace } from "../store/state-place.ts";
import { type UsageError, usageError } from "./usage-error.ts";

/** `elsewhere`: see `runsElsewhere`. */
export const noRuns = (elsewhere: string | null = null): UsageError =>
  usageError(
    [elsewhere, `There are no runs here. Start one with: \`rehearsal run "EPIC"\``]
      .filter((text) => text !== null)
      .join("\n"),
  );

/** Says, where no run is recorded, that git holds what runs have made here; `null` where it does not. */
export async function runsElsewhere(root: string): Promise<string | null> {
  const { runsWithRefs } = await import("../workspaces/kept/run-remains.ts");
  const runs = await runsWithRefs({ repositoryRoot: root, environment: process.env });
  if (runs.length === 0) return null;
  return (
    `git holds what ${runs.length === 1 ? "the run" : "the runs"} ${runs.join(", ")} made, and ` +
    `${statePlace(root).directory}, where runs are recorded, is not here: it was removed (\`git clean -fdx\` does that), or ` +
    "it is in another work tree (git worktree list). To look at what is there: git for-each-ref refs/heads/rehearsal refs/rehearsal"
  );
}

/** Finds a run by its id, by the beginning of its id where that is unambiguous, or by `latest`. */
export function findRun(runs: readonly StoredRun[], wanted: string): StoredRun {
  const [latest] = runs;
  if (latest === undefined) throw noRuns();
  if (wanted === "latest") return latest;
  const exact = runs.find((run) => run.runId === wanted);
  if (exact !== undefined) return exact;
  const [first, ...others] = runs.filter((run) => run.runId.startsWith(wanted));
  if (first === undefined)
    throw usageError(
      `There is no run ${JSON.stringify(wanted)}. \`rehearsal runs\` lists them; the latest is ${latest.runId}.`,
    );
  if (others.length > 0)
    throw usageError(
      `${JSON.stringify(wanted)} begins the ids of ${others.length + 1} runs: ${[first, ...others].map((run) => run.runId).join(", ")}. Write more of the one that you mean.`,
    );
  return first;
}
