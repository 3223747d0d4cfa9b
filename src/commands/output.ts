import type { Writable } from "node:stream";
import { escapeControls } from "../terminal/json-lines.ts";

/** Text for people that is not the command's result: notes, problems. */
export function note(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** The command's result. */
export function print(text: string): void {
  process.stdout.write(text);
}

export function printJson(value: unknown): void {
  print(`${escapeControls(JSON.stringify(value, null, 2))}\n`);
}

/** `EIO`: a terminal that was closed. */
const lostReader: ReadonlySet<string | undefined> = new Set([
  "EPIPE",
  "EIO",
  "ERR_STREAM_DESTROYED",
]);

/** A reader that went away (`| head`) is no failure of ours: what it did not want is dropped. */
export function tolerateLostReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!lostReader.has(error.code)) throw error;
    });
  }
}

/** Resolves once everything that was written has gone out, or can't. */
export async function drainOutput(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(drain));
}

function drain(stream: Writable): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
