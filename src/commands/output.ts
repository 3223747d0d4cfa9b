import type { Writable } from "node:stream";
import { eventLoopTurn } from "../clock/event-loop-turn.ts";
import { escapeControls } from "../terminal/json-lines.ts";
import { writeOwn } from "../terminal/own-stdout.ts";

/** How a command writes its result to stdout: for people, or as JSON. */
export type OutputFormat = "text" | "json";

/** Writes a note or a problem to stderr. */
export function note(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes the command's result to stdout. */
export function print(text: string): void {
  writeOwn(text);
}

export function printJson(value: unknown): void {
  print(`${escapeControls(JSON.stringify(value, null, 2))}\n`);
}

/** Errors of writing to a reader that is gone. `EIO`: a terminal that was closed. */
const lostReader: ReadonlySet<string | undefined> = new Set([
  "EPIPE",
  "EIO",
  "ERR_STREAM_DESTROYED",
]);

/**
 * Ignores that a reader is gone, as in `rehearsal … | head`: the rest of the output is dropped. Whatever else keeps
 * output from being written (a full disk) is told once.
 */
export function watchOutput(): OutputWatch {
  let isLost = false;
  const failed = new Set<Writable>();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      failed.add(stream);
      if (lostReader.has(error.code) || isLost) return;
      isLost = true;
      if (stream === process.stdout)
        note(
          `The output could not be written: ${error.message}. What was printed is not the whole.`,
        );
    });
  }
  return { isLost: () => isLost, hasFailed: (stream) => failed.has(stream) };
}

export interface OutputWatch {
  /** Whether something could not be written that somebody may have waited for. */
  isLost(): boolean;
  /** Whether a write to a stream failed. In Bun its end then never comes. */
  hasFailed(stream: Writable): boolean;
}

/** Prints what may be a lot to a reader that may pause. */
export interface PatientPrinter {
  print(text: string): void;
  /** Resolves once whoever reads stdout has room for more, or is gone, or the signal says that nobody waits. */
  room(signal: AbortSignal): Promise<void>;
}

export function patientPrinter(): PatientPrinter {
  let drained: Promise<void> | null = null;
  return {
    print(text) {
      // For a pipe, Bun tells it by what `write` returns and by `drain`; `writableNeedDrain` never changes.
      if (writeOwn(text) || drained !== null) return;
      drained = untilOneOf(process.stdout, ["drain", "error", "close"]).then(() => {
        drained = null;
      });
    },
    room(signal) {
      if (drained === null || process.stdout.destroyed || signal.aborted) return Promise.resolve();
      const waited = drained;
      return new Promise((resolve) => {
        const end = (): void => {
          signal.removeEventListener("abort", end);
          resolve();
        };
        signal.addEventListener("abort", end);
        void waited.then(end);
      });
    },
  };
}

function untilOneOf(stream: Writable, names: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const name of names) stream.off(name, end);
      resolve();
    };
    for (const name of names) stream.on(name, end);
  });
}

/**
 * Resolves once everything that was written has left this process, or never can, and an error of it was told. Nothing can
 * be written any more then: only the end of a stream waits for all that came before, in Bun an empty write does not.
 */
export async function endOutput({ hasFailed }: OutputWatch): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (!hasFailed(stream)) await ended(stream);
    // A stream tells its error after its last write has ended.
    await eventLoopTurn();
  }
}

function ended(stream: Writable): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once("close", resolve);
    stream.once("error", () => resolve());
    stream.end(resolve);
  });
}
