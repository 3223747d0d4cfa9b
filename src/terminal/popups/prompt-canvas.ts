import { EventEmitter } from "node:events";
import type { Writable } from "node:stream";

/** The terminal as Clack writes to it. */
export interface PromptCanvas {
  readonly output: Writable;
  /** Has the prompt that is open drawn again, where what it shows has changed. */
  refresh(): void;
}

/** Clack draws anew when its output says that it has another size, and then only what differs. */
export function promptCanvas(terminal: Writable): PromptCanvas {
  const real = terminal as Writable & Partial<Pick<NodeJS.WriteStream, "columns" | "rows">>;
  const resizes = new EventEmitter();
  const canvas = {
    isTTY: true,
    get columns() {
      return real.columns;
    },
    get rows() {
      return real.rows;
    },
    write: (text: string) => real.write(text),
    on(event: string, listener: () => void) {
      resizes.on(event, listener);
      real.on(event, listener);
    },
    off(event: string, listener: () => void) {
      resizes.off(event, listener);
      real.off(event, listener);
    },
  };
  return {
    output: canvas as unknown as Writable,
    refresh: () => void resizes.emit("resize"),
  };
}
