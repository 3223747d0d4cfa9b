import type { Writable } from "node:stream";
import type { Subscriber } from "../ports.ts";

/**
 * Writes each event as one line of JSON, as fast as the stream takes it. When the reader is gone (`EPIPE`), the
 * rest is dropped and the run goes on; any other error rejects.
 */
export function jsonLines(output: Writable): Subscriber {
  let isGone = false;
  // Without a listener, a stream's error would end the process; each write reports its own.
  output.on("error", () => {
    isGone = true;
  });
  return {
    name: "json lines",
    receive(events) {
      if (isGone || events.length === 0) return;
      const lines = events.map((event) => `${jsonLine(event)}\n`).join("");
      return new Promise<void>((resolve, reject) => {
        output.write(lines, (error) => {
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

/** Escapes the control characters that JSON does not: C1, and those that change the direction of text. */
export function escapeControls(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function isReaderGone(error: Error): boolean {
  const code = "code" in error ? error.code : undefined;
  return (
    code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_STREAM_WRITE_AFTER_END"
  );
}
