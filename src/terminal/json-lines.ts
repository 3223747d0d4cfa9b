import type { Writable } from "node:stream";
import { jsonEscape, renderInvisibleInLines } from "../core/words/invisible.ts";
import type { Subscriber } from "../ports.ts";

export const jsonLinesName = "json lines";

/** Writes a piece to a stream, and calls back once it was taken or can't be. */
type Send = (piece: string, taken: (error?: Error | null) => void) => unknown;

/**
 * Writes each event as one line of JSON, as fast as the stream takes it. When the reader is gone (`EPIPE`), the
 * rest is dropped and the run goes on; any other error rejects. `send` writes to it: by its own `write`, unless another
 * is given.
 */
export function jsonLines(
  output: Writable,
  send: Send = (piece, taken) => output.write(piece, taken),
): Subscriber {
  let isGone = false;
  // Without a listener, a stream's error would end the process; each write reports its own.
  output.on("error", () => {
    isGone = true;
  });
  return {
    name: jsonLinesName,
    waitsForReader: true,
    receive(events) {
      if (isGone || events.length === 0) return;
      const lines = events.map((event) => `${jsonLine(event)}\n`).join("");
      return new Promise<void>((resolve, reject) => {
        send(lines, (error) => {
          if (error === null || error === undefined) return resolve();
          isGone = true;
          if (isReaderGone(error)) resolve();
          else
            reject(
              new Error(
                `The JSON lines could not be written to the output: ${error.message}. Write them to another place, or leave out --json.`,
                { cause: error },
              ),
            );
        });
      });
    },
  };
}

const jsonLine = (value: unknown): string => escapeControls(JSON.stringify(value));

/** Escapes the invisible characters that JSON does not. */
export function escapeControls(json: string): string {
  return renderInvisibleInLines(json, jsonEscape);
}

function isReaderGone(error: Error): boolean {
  const code = "code" in error ? error.code : undefined;
  return (
    code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_STREAM_WRITE_AFTER_END"
  );
}
