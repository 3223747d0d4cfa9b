import type { Finished } from "../runtime/conductor.ts";

/** What the process tells its caller. `usage` is also a bad file, a bad repository, a store that won't open. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  waiting: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf({ outcome, failure }: Pick<Finished, "outcome" | "failure">): ExitCode {
  // A log that cannot be written ends the run like an interrupt, and nobody asked for one.
  if (failure?.code === "store-failed") return exitCodes.failed;
  return exitCodes[outcome];
}
