/** The command line of this very program, from source or compiled into one file, with these arguments. */
export function ownCommand(args: readonly string[]): readonly string[] {
  const isCompiled = Bun.main.startsWith("/$bunfs/") || Bun.main.startsWith("B:\\~BUN");
  return isCompiled ? [process.execPath, ...args] : [process.execPath, Bun.main, ...args];
}
