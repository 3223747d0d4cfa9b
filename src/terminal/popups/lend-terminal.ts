/** Takes a terminal back. `wasKilled`: what had it could not leave it as it should. */
export type TakeBack = (wasKilled: boolean) => void;

// What editors switch on: the alternate screen, a hidden cursor, reports of the mouse, marks around pastes, a part of
// the screen that scrolls, colours. Then a new row below all else.
const leaveAll =
  "\u001b[?1047l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?2004l\u001b[r\u001b[m\u001b[999;1H\r\n";
const showCursor = "\u001b[?25h";

/** Notes how the terminal is, before another program has it: one that fails may leave it without echo and line ends. */
export function lendTerminal(output: { write(text: string): unknown }): TakeBack {
  const mode = stty("-g");
  return (wasKilled) => {
    if (mode !== null) stty(mode);
    output.write(`${wasKilled ? leaveAll : ""}${showCursor}`);
  };
}

/** `null`: there is no terminal, or no `stty`. */
function stty(wanted: string): string | null {
  try {
    const { exitCode, stdout } = Bun.spawnSync(["stty", wanted], { stdin: "inherit" });
    return exitCode === 0 ? stdout.toString().trim() : null;
  } catch {
    return null;
  }
}
