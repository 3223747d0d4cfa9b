/** The file that Bun runs; `null` where the program is compiled into one executable. */
export function mainFile(): string | null {
  const isCompiled = Bun.main.startsWith("/$bunfs/") || Bun.main.startsWith("B:\\~BUN");
  return isCompiled ? null : Bun.main;
}

/** The command line of this very program, from source or compiled into one file, with these arguments. */
export function ownCommand(args: readonly string[]): readonly string[] {
  const main = mainFile();
  return main === null ? [process.execPath, ...args] : [process.execPath, main, ...args];
}
