import { PassThrough, type Readable } from "node:stream";

/** What a person types at one prompt, as the prompt is to see it. */
export interface PromptKeys {
  /** Stands for the terminal's input while the prompt is open. */
  readonly input: Readable;
  /** Gives the terminal's input back. */
  close(): void;
}

const suspendKey = "\u001a";

/**
 * Reads the terminal's input for one prompt, and lets through what `change` makes of each piece that comes; `null`
 * drops it. Ctrl-Z calls `suspend`, in the terminal's own mode.
 */
export function promptKeys(
  terminal: Readable,
  change: (typed: string) => string | null,
  suspend: () => void,
): PromptKeys {
  const passed = new PassThrough();
  const raw = terminal as Readable & TerminalInput;
  // What a prompt asks of a terminal is asked of the real one.
  const input = Object.assign(passed, {
    isTTY: raw.isTTY === true,
    setRawMode: (mode: boolean) => raw.setRawMode?.(mode),
  });
  const onData = (piece: Buffer | string): void => {
    const typed = String(piece);
    if (typed.includes(suspendKey)) {
      raw.setRawMode?.(false);
      suspend();
      return;
    }
    const changed = change(typed);
    if (changed !== null) passed.write(changed);
  };
  const onEnd = (): void => void passed.end();
  terminal.on("data", onData);
  terminal.on("end", onEnd);
  terminal.resume();
  return {
    input,
    close() {
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
