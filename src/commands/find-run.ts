import type { StoredRun } from "../ports.ts";
import { type UsageError, usageError } from "./usage-error.ts";

export const noRuns = (): UsageError =>
  usageError(`There are no runs here. Start one with: \`rehearsal run "EPIC"\``);

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
