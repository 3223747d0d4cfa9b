import { join } from "node:path";

/** The file that Bun runs; `null` where the program is compiled into one executable. */
export function mainFile(): string | null {
  const isCompiled = Bun.main.startsWith("/$bunfs/") || Bun.main.startsWith("B:\\~BUN");
  return isCompiled ? null : Bun.main;
}

/**
 * The command line of this very program, from source or compiled into one file, with these arguments. Bun's own options go
 * with it: they may keep it from the settings of the folder that it is called in.
 */
export function ownCommand(args: readonly string[]): readonly string[] {
  if (mainFile() === null) return [process.execPath, ...args];
  return [process.execPath, ...process.execArgv, join(import.meta.dir, "..", "cli.ts"), ...args];
}
