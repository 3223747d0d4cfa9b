import type { Writable } from "node:stream";
import type { Subscriber } from "../ports.ts";

/**
 * Writes each event as one line of JSON. Takes no more while the stream has not taken what it was given.
 * A reader that went away (`EPIPE`) ends the writing, not the run; any other fault rejects.
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

/** JSON with nothing in it that a terminal would obey: by itself it leaves C1 and bidi characters as they are. */
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
