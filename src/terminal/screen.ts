/** Writes to the terminal. While a prompt is shown, all other text waits. */
export interface Screen {
  /** Writes now, or once the prompt that is shown has ended. */
  write(text: string): void;
  /** Keeps one row below all else up to date; `""` takes it away. It is not seen while a prompt is shown. */
  status(row: string): void;
  /** How many lines wait for the end of the prompt that is shown. */
  heldLines(): number;
  /**
   * Runs `task` with the screen to itself: only its `say` writes meanwhile. A second hold waits for the first to
   * end.
   */
  hold<Value>(task: (say: (text: string) => void) => Promise<Value>): Promise<Value>;
}

/** Back to the row's beginning, and erases it. */
const eraseRow = "\r\u001b[K";

export function screenOn(output: { write(text: string): unknown }): Screen {
  let waiting: string[] = [];
  let holders = 0;
  let turn: Promise<unknown> = Promise.resolve();
  /** The row as it stands on the screen; `""`: none does. */
  let row = "";
  const put = (text: string) => {
    // Text ends with its line, so the row stands alone below it.
    output.write(row === "" ? text : `${eraseRow}${text}${row}`);
  };
  const takeRowAway = () => {
    if (row !== "") output.write(eraseRow);
    row = "";
  };
  const flush = () => {
    const text = waiting.join("");
    waiting = [];
    if (text !== "") put(text);
  };
  return {
    write(text) {
      if (holders > 0) waiting.push(text);
      else put(text);
    },
    status(next) {
      if (holders > 0 || next === row) return;
      output.write(`${row === "" ? "" : eraseRow}${next}`);
      row = next;
    },
    heldLines: () => waiting.reduce((lines, text) => lines + text.split("\n").length - 1, 0),
    hold(task) {
      holders++;
      takeRowAway();
      const mine = turn.then(async () => {
        // Text that waited during the hold before is written first: this prompt may be about it.
        flush();
        try {
          return await task((text) => output.write(text));
        } finally {
          holders--;
          if (holders === 0) flush();
        }
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
