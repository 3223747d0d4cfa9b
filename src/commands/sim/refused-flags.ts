import type { Command } from "commander";
import { usageError } from "../usage-error.ts";

type Flags = Readonly<Record<string, string>>;

/** What is kept of each failure by itself. */
const ofFailures: Flags = {
  seeds: "--seeds",
  for: "--for",
  faults: "--faults",
  shard: "--shard",
  server: "--server",
  strategy: "--strategy",
  wire: "--wire",
};

/** What a replay code holds by itself, and what is for many schedules. A replay would ignore it. */
const ofSearches: Flags = {
  ...ofFailures,
  lastFailed: "--last-failed",
  corpus: "--corpus",
  known: "--known",
  updateKnown: "--update-known",
  requireSometimes: "--require-sometimes",
};

/** Refuses flags that say something else than the code of `--replay`, which names one trial with all its conditions. */
export function refuseBesideReplay(command: Given): void {
  const given = givenOf(command, ofSearches);
  if (given === "") return;
  throw usageError(
    `--replay runs the one trial of its code, which holds its order, faults and server: leave ${given} out.`,
  );
}

/** Refuses flags that `--last-failed` would ignore. */
export function refuseBesideLastFailed(command: Given): void {
  const given = givenOf(command, ofFailures);
  if (given === "") return;
  throw usageError(
    `--last-failed has the seeds, faults and all else of what failed: leave ${given} out.`,
  );
}

type Given = Pick<Command, "getOptionValueSource">;

const givenOf = (command: Given, flags: Flags): string =>
  Object.entries(flags)
    .filter(([name]) => command.getOptionValueSource(name) === "cli")
    .map(([, flag]) => flag)
    .join(" and ");
