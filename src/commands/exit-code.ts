import type { Finished } from "../runtime/conductor.ts";

/**
 * The exit codes of all commands. `usage` stands for a bad file, a bad repository or a store that can't be opened,
 * too.
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  waiting: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export function exitCodeOf({ outcome, failure }: Pick<Finished, "outcome" | "failure">): ExitCode {
  // Its outcome is "interrupted", but nobody interrupted it: the log could not be written.
  if (failure?.code === "store-failed") return exitCodes.failed;
  return exitCodes[outcome];
}
