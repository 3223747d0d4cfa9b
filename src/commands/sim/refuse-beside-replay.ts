import type { Command } from "commander";
import { usageError } from "../usage-error.ts";

/** What a replay code holds by itself, and what is for many schedules. A replay would ignore it. */
const ofSearches = {
  seeds: "--seeds",
  for: "--for",
  strategy: "--strategy",
  faults: "--faults",
  shard: "--shard",
  wire: "--wire",
  server: "--server",
  lastFailed: "--last-failed",
  corpus: "--corpus",
  known: "--known",
  updateKnown: "--update-known",
  requireSometimes: "--require-sometimes",
};

/** Refuses flags that say something else than the code of `--replay`, which names one trial with all its conditions. */
export function refuseBesideReplay(command: Pick<Command, "getOptionValueSource">): void {
  const given = Object.entries(ofSearches)
    .filter(([name]) => command.getOptionValueSource(name) === "cli")
    .map(([, flag]) => flag);
  if (given.length === 0) return;
  throw usageError(
    `--replay runs the one trial of its code, which holds its order, faults and server: leave ${given.join(" and ")} out.`,
  );
}
