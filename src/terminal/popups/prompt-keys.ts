import { PassThrough, type Readable } from "node:stream";
import { sanitize } from "../sanitize.ts";
import { typedPieces, type TypedPiece } from "./typed-pieces.ts";

/** What a person types at one prompt, as the prompt is to see it. */
export interface PromptKeys {
  /** Stands for the terminal's input while the prompt is open. */
  readonly input: Readable;
  /** Gives the terminal's input back. */
  close(): void;
}

/** What of the keys and pastes at a prompt reaches it; `null`: nothing. */
export interface KeyFilter {
  keys(text: string): string | null;
  /** `text` has no control characters but line ends, which are `\n`, and tabs. */
  paste(text: string): string | null;
}

const suspendKey = "\u001a";
const escapeKey = "\u001b";

/**
 * Reads the terminal's input for one prompt, and lets through what the filter makes of it. Ctrl-Z calls `suspend`, in
 * the terminal's own mode. `apart` resolves once a key that has begun will not go on any more.
 */
export function promptKeys(
  terminal: Readable,
  filter: KeyFilter,
  suspend: () => void,
  apart: (signal: AbortSignal) => Promise<void>,
): PromptKeys {
  const passed = new PassThrough();
  const raw = terminal as Readable & TerminalInput;
  // What a prompt asks of a terminal is asked of the real one.
  const input = Object.assign(passed, {
    isTTY: raw.isTTY === true,
    setRawMode: (mode: boolean) => raw.setRawMode?.(mode),
  });
  const pieces = typedPieces();
  let waiting = new AbortController();

  const pass = ({ type, text }: TypedPiece): void => {
    if (type === "keys" && text.includes(suspendKey)) {
      raw.setRawMode?.(false);
      suspend();
      return;
    }
    const changed =
      type === "keys" ? filter.keys(text) : filter.paste(sanitize(text.replace(/\r\n?/g, "\n")));
    if (changed === null) return;
    // Written, it would be taken for the beginning of another key once more.
    if (changed === escapeKey)
      input.emit("keypress", undefined, { name: "escape", sequence: escapeKey });
    else passed.write(changed);
  };
  const onData = (bytes: Buffer | string): void => {
    waiting.abort();
    for (const piece of pieces.take(bytes)) pass(piece);
    if (!pieces.isWithinKey()) return;
    waiting = new AbortController();
    void apart(waiting.signal).then(
      () => pieces.giveUp().forEach(pass),
      () => {},
    );
  };
  const onEnd = (): void => void passed.end();
  terminal.on("data", onData);
  terminal.on("end", onEnd);
  terminal.resume();
  return {
    input,
    close() {
      waiting.abort();
      terminal.off("data", onData);
      terminal.off("end", onEnd);
      terminal.pause();
    },
  };
}

interface TerminalInput {
  readonly isTTY?: boolean;
  setRawMode?(mode: boolean): void;
}
