import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terminal } from "@xterm/headless";
import type { Answer } from "../../../src/core/gates/popup.ts";
import type { PopupId } from "../../../src/core/ids.ts";
import type { FromTerminal, ToTerminal } from "./approver-in-terminal.ts";

type Beginning = Extract<ToTerminal, { type: "begin" }>;

/** A process that asks at a terminal of its own, with its keyboard, its screen and its time. */
export interface PersonAtTerminal extends AsyncDisposable {
  /** Asks for these, and for nothing else any more, on an empty screen. */
  begin(beginning: Omit<Beginning, "type">, columns: number): Promise<void>;
  /** Each piece is read by itself. */
  type(pieces: readonly string[]): Promise<void>;
  /** Whether the terminal was asked to mark what is pasted. */
  marksPastes(): boolean;
  pass(ms: number): Promise<void>;
  resize(columns: number): Promise<void>;
  /** SIGSTOP, then SIGCONT. */
  stopAndGoOn(): Promise<void>;
  refresh(): Promise<void>;
  close(popupId: PopupId): Promise<void>;
  rows(): readonly string[];
  nowMs(): number;
  answers(): readonly Answer[];
  isInterrupted(): boolean;
  /** Whether an editor has the keyboard. */
  isEditing(): boolean;
}

/** What may stand in `$EDITOR`. */
export const editors = {
  /** Has the keyboard until one line was typed, which it writes. */
  readsLine: `f() { IFS= read -r line; printf %s "$line" > "$1"; }; f`,
  changes: `printf ' in an editor' >>`,
  changesNothing: "true",
  fails: "false",
  removes: "rm",
  writesNonsense: `printf '\\351' >>`,
} as const;

/** What xterm.js uses for its own tests of what is drawn. */
interface WithCore {
  readonly _core: { writeSync(bytes: Uint8Array): void };
}

const rowsOfScreen = 60;
/** So often is looked at a terminal until what was done has reached it; seconds, in all. */
const looksMax = 20_000;
const clearScreen = "\u001bc";

export async function openTerminal(): Promise<PersonAtTerminal> {
  const folder = await mkdtemp(join(tmpdir(), "person-at-terminal-"));
  const screen = new Terminal({
    cols: 100,
    rows: rowsOfScreen,
    allowProposedApi: true,
    logLevel: "off",
  });
  let onMark: (mark: number) => void = () => {};
  let onState: (state: FromTerminal) => void = () => {};
  screen.parser.registerOscHandler(777, (mark) => {
    onMark(Number(mark));
    return true;
  });
  const { _core: core } = screen as unknown as WithCore;
  const pty = new Bun.Terminal({
    cols: 100,
    rows: rowsOfScreen,
    // At once: its `write` waits for a timer, which is most of what a sequence would take.
    data: (_pty, bytes) => core.writeSync(bytes),
  });
  const began = Promise.withResolvers<void>();
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/approver-in-terminal.ts`], {
    terminal: pty,
    // Where files lie that outlive an editor.
    env: { ...process.env, TMPDIR: folder },
    ipc(state: FromTerminal) {
      if (state.mark === 0) began.resolve();
      else onState(state);
    },
  });
  await began.promise;

  let marks = 0;
  let nowMs = 0;
  let typedBytes = 0;
  let bells = 0;
  let readsLine = false;
  let state: FromTerminal | null = null;
  const tell = (order: ToTerminal) => void child.send(order);

  const ask = async (): Promise<FromTerminal> => {
    const mark = ++marks;
    const drawn = new Promise<void>((resolve) => {
      onMark = (seen) => seen === mark && resolve();
    });
    const shown = new Promise<FromTerminal>((resolve) => {
      onState = (seen) => seen.mark === mark && resolve(seen);
    });
    tell({ type: "how-is-it", mark });
    await drawn;
    return (state = await shown);
  };
  /** Until everything that was done has reached the process, and all it drew has reached the screen. */
  const settle = async (isThere: (state: FromTerminal) => boolean = () => true): Promise<void> => {
    let shown = await ask();
    for (let looks = 0; !isThere(shown); looks++) {
      if (looks === looksMax) throw new Error(`It never came to that: ${JSON.stringify(shown)}`);
      shown = await ask();
    }
  };
  // What nobody reads yet waits for the next prompt, in the terminal. What an editor reads is not counted.
  const isRead = ({ readBytes, isReading }: FromTerminal) => readBytes >= typedBytes || !isReading;

  // An editor that reads no line ends by itself, whatever it does.
  const isHanded = ({ isEditing }: FromTerminal) => !isEditing || readsLine;

  const resize = async (columns: number): Promise<void> => {
    if (columns === screen.cols) return;
    screen.resize(columns, rowsOfScreen);
    pty.resize(columns, rowsOfScreen);
    // It is not the controlling terminal of its process, and so signals nothing.
    child.kill("SIGWINCH");
    await settle((shown) => shown.columns === columns);
  };
  return {
    async begin(beginning, columns) {
      tell({ type: "end" });
      await settle(({ isReading }) => isReading);
      pty.write("\u0007");
      bells++;
      await settle(({ readBells }) => readBells === bells);
      typedBytes = state!.readBytes;
      await resize(columns);
      screen.write(clearScreen);
      nowMs = 0;
      readsLine = beginning.editor === editors.readsLine;
      tell({ type: "begin", ...beginning });
      await settle();
    },
    async type(pieces) {
      for (const piece of pieces) {
        const { isEditing } = state!;
        const bytes = pty.write(piece);
        const ofEditor = piece.search(/[\r\n]/) + 1;
        if (!isEditing) typedBytes += bytes;
        else if (ofEditor > 0) typedBytes += Buffer.byteLength(piece.slice(ofEditor));
        await settle((shown) => isRead(shown) && !(isEditing && ofEditor > 0 && shown.isEditing));
        await settle(isHanded);
      }
    },
    marksPastes: () => screen.modes.bracketedPasteMode,
    async pass(ms) {
      nowMs += ms;
      tell({ type: "pass", ms });
      await settle();
    },
    resize,
    async stopAndGoOn() {
      const { continued } = state!;
      child.kill("SIGSTOP");
      child.kill("SIGCONT");
      await settle((shown) => shown.continued > continued);
    },
    async refresh() {
      tell({ type: "refresh" });
      await settle();
    },
    async close(popupId) {
      tell({ type: "close", popupId });
      await settle();
    },
    rows() {
      const { active } = screen.buffer;
      return Array.from(
        { length: screen.rows },
        (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
      );
    },
    nowMs: () => nowMs,
    answers: () => state!.answers,
    isInterrupted: () => state!.isInterrupted,
    isEditing: () => state!.isEditing,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
      pty.close();
      screen.dispose();
      await rm(folder, { recursive: true });
    },
  };
}
