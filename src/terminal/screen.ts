/** Writes to the terminal. While a prompt is shown, all other text waits. */
export interface Screen {
  /** Writes now, or once the prompt that is shown has ended. */
  write(text: string): void;
  /**
   * Runs `task` with the screen to itself: only its `say` writes meanwhile. A second hold waits for the first to
   * end.
   */
  hold<Value>(task: (say: (text: string) => void) => Promise<Value>): Promise<Value>;
}

export function screenOn(output: { write(text: string): unknown }): Screen {
  let waiting: string[] = [];
  let holders = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const flush = () => {
    const text = waiting.join("");
    waiting = [];
    if (text !== "") output.write(text);
  };
  return {
    write(text) {
      if (holders > 0) waiting.push(text);
      else output.write(text);
    },
    hold(task) {
      holders++;
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
