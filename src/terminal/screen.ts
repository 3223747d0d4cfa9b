/** The one way to the terminal's text: what is streamed waits while a prompt stands there. */
export interface Screen {
  /** Writes now, or once the prompt that holds the screen has gone. */
  write(text: string): void;
  /** Has the screen alone until `task` ends; `say` writes at once. A second hold waits for the first. */
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
        // What came during the holder before goes first: it may be what this prompt is about.
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
