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
