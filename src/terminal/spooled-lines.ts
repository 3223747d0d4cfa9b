import type { Writable } from "node:stream";
import { openSpool, type Spool } from "./spool.ts";

/** Lines on their way to a reader that may pause. */
export interface SpooledLines {
  write(line: string): void;
  /** Resolves once the reader was handed all of them, or is gone. */
  handedOver(): Promise<void>;
}

/**
 * Writes lines as fast as their reader takes them; what it does not take yet waits on disk. So a reader that pauses
 * loses nothing and costs no memory, and nobody waits for it before the end. What the disk does not take ends `output`.
 * `send` writes a piece to it: by its own `write`, unless another is given.
 */
export function spooledLines(
  output: Writable,
  send: (piece: string | Uint8Array) => boolean = (piece) => output.write(piece),
): SpooledLines {
  let behind: Spool | null = null;
  /** By what `write` returns and `drain`: for a pipe, Bun never changes `writableNeedDrain`. */
  let isFull = false;
  let isGone = false;
  let handed = Promise.withResolvers<void>();
  handed.resolve();

  const catchUp = (): void => {
    behind?.close();
    behind = null;
    handed.resolve();
  };
  const handOver = (): void => {
    isFull = false;
    while (behind !== null && !isFull) {
      const piece = behind.take();
      if (piece === null) catchUp();
      else isFull = !send(piece);
    }
  };
  const giveUp = (): void => {
    isGone = true;
    catchUp();
  };
  output.on("drain", handOver).once("close", giveUp).once("error", giveUp);
  return {
    write(line) {
      if (isGone) return;
      if (behind === null && !isFull) return void (isFull = !send(line));
      try {
        if (behind === null) {
          behind = openSpool();
          handed = Promise.withResolvers();
        }
        behind.put(line);
      } catch (error) {
        output.destroy(error as Error);
      }
    },
    handedOver: () => handed.promise,
  };
}
