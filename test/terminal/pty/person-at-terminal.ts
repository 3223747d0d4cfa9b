import { Terminal } from "@xterm/headless";
import type { Answer, Popup } from "../../../src/core/gates/popup.ts";
import type { PopupId } from "../../../src/core/ids.ts";
import type { FromTerminal, ToTerminal } from "./approver-in-terminal.ts";

/** A process that asks at a terminal of its own, with its keyboard, its screen and its time. */
export interface PersonAtTerminal extends AsyncDisposable {
  /** Asks for these, and for nothing else any more, on an empty screen. */
  begin(popups: readonly Popup[], readableAfterMs: number, columns: number): Promise<void>;
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
}

const rowsOfScreen = 60;
const clearScreen = "\u001bc";

export async function openTerminal(): Promise<PersonAtTerminal> {
  const screen = new Terminal({ cols: 100, rows: rowsOfScreen, allowProposedApi: true });
  let onMark: (mark: number) => void = () => {};
  let onState: (state: FromTerminal) => void = () => {};
  screen.parser.registerOscHandler(777, (mark) => {
    onMark(Number(mark));
    return true;
  });
  const pty = new Bun.Terminal({
    cols: 100,
    rows: rowsOfScreen,
    data: (_pty, bytes) => screen.write(bytes),
  });
  const began = Promise.withResolvers<void>();
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/approver-in-terminal.ts`], {
    terminal: pty,
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
    while (!isThere(shown)) shown = await ask();
  };
  // What nobody reads yet waits for the next prompt, in the terminal.
  const isRead = ({ readBytes, isReading }: FromTerminal) => readBytes >= typedBytes || !isReading;

  const resize = async (columns: number): Promise<void> => {
    if (columns === screen.cols) return;
    screen.resize(columns, rowsOfScreen);
    pty.resize(columns, rowsOfScreen);
    // It is not the controlling terminal of its process, and so signals nothing.
    child.kill("SIGWINCH");
    await settle((shown) => shown.columns === columns);
  };
  return {
    async begin(popups, readableAfterMs, columns) {
      tell({ type: "end" });
      await settle(({ isReading }) => isReading);
      pty.write("\u0007");
      bells++;
      await settle(({ readBells }) => readBells === bells);
      typedBytes = state!.readBytes;
      await resize(columns);
      screen.write(clearScreen);
      nowMs = 0;
      tell({ type: "begin", popups, readableAfterMs });
      await settle();
    },
    async type(pieces) {
      for (const piece of pieces) {
        typedBytes += pty.write(piece);
        await settle(isRead);
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
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
      pty.close();
      screen.dispose();
    },
  };
}
