/**
 * A process that asks at the terminal it runs in, as `rehearsal run` does, for popups that another process sends. Time
 * is that process's too: nothing passes but what it says.
 */
import type { Answer, Popup } from "../../../src/core/gates/popup.ts";
import type { PopupId } from "../../../src/core/ids.ts";
import type { Approver } from "../../../src/ports.ts";
import { plainInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { clackPrompts } from "../../../src/terminal/popups/clack-prompts.ts";
import { type PersonsEditor, personsEditor } from "../../../src/terminal/popups/editor.ts";
import { lendTerminal } from "../../../src/terminal/popups/lend-terminal.ts";
import type { TerminalPrompts } from "../../../src/terminal/popups/prompts.ts";
import { terminalApprover } from "../../../src/terminal/popups/terminal-approver.ts";
import { screenOn } from "../../../src/terminal/screen.ts";

export type ToTerminal =
  | {
      readonly type: "begin";
      readonly popups: readonly Popup[];
      /** How long a popup must stand before it takes keys. */
      readonly readableAfterMs: number;
      /** Shell text, as `$EDITOR` is; `null`: there is none. */
      readonly editor: string | null;
    }
  /** Nothing is asked any more; what was typed and never read is dropped. */
  | { readonly type: "end" }
  | { readonly type: "pass"; readonly ms: number }
  | { readonly type: "refresh" }
  | { readonly type: "close"; readonly popupId: PopupId }
  | { readonly type: "how-is-it"; readonly mark: number };

/** How things stand in the terminal's process. */
export interface FromTerminal {
  readonly mark: number;
  /** Of this beginning. */
  readonly answers: readonly Answer[];
  readonly isInterrupted: boolean;
  /** How many bells were read since the process began: what was typed before one has been read, or never will be. */
  readonly readBells: number;
  /** Bytes that were read since the process began. */
  readonly readBytes: number;
  /** Whether somebody reads what is typed. */
  readonly isReading: boolean;
  /** Whether an editor has the terminal. */
  readonly isEditing: boolean;
  readonly columns: number;
  /** How often it went on after it was stopped. */
  readonly continued: number;
}

/** A key whose bytes come further apart is two. */
const apartMs = 100;

const { stdin, stdout } = process;
let nowMs = 0;
let waiting: { readonly dueAtMs: number; readonly resolve: () => void }[] = [];
let open: {
  readonly approver: Approver;
  readonly prompts: TerminalPrompts;
  readonly popups: readonly Popup[];
  readonly editor: PersonsEditor | null;
} | null = null;
let answers: Answer[] = [];
let isInterrupted = false;
let isEditing = false;
let readBytes = 0;
let readBells = 0;
let continued = 0;

stdin.on("data", (bytes: Buffer) => {
  readBytes += bytes.length;
  readBells += bytes.filter((byte) => byte === 7).length;
});
stdin.pause();
process.on("SIGCONT", () => continued++);

const waits =
  (ms: number) =>
  (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const one = { dueAtMs: nowMs + ms, resolve };
      waiting.push(one);
      signal.addEventListener("abort", () => {
        waiting = waiting.filter((other) => other !== one);
        reject(signal.reason);
      });
    });

/** The editor, which says while it is open that it is. */
function watched(command: string): PersonsEditor {
  const editor = personsEditor(command, {
    lend: () => lendTerminal(stdout),
    patience: waits(2_000),
  });
  return {
    ...editor,
    async edit(draft, signal) {
      isEditing = true;
      try {
        return await editor.edit(draft, signal);
      } finally {
        isEditing = false;
      }
    },
  };
}

function begin({
  popups,
  readableAfterMs,
  editor: command,
}: Extract<ToTerminal, { type: "begin" }>): void {
  stdin.pause();
  stdin.setRawMode(false);
  const mine: Answer[] = [];
  const editor = command === null ? null : watched(command);
  const prompts = clackPrompts({
    input: stdin,
    output: stdout,
    ink: plainInk,
    editor,
    readable: waits(readableAfterMs),
    apart: waits(apartMs),
    unnoticed: null,
    // As a shell would: stopped, and then told to go on.
    suspend: () =>
      void Bun.spawnSync(["sh", "-c", `kill -STOP ${process.pid}; kill -CONT ${process.pid}`]),
    onContinue(callback) {
      process.on("SIGCONT", callback);
      return () => process.off("SIGCONT", callback);
    },
  });
  const approver = terminalApprover({
    prompts,
    screen: screenOn(stdout),
    paper: paperFor({ ink: plainInk, columns: () => stdout.columns }),
    rows: () => stdout.rows,
    interrupt: () => (isInterrupted = true),
    beside: () => `at ${nowMs}`,
    details: async () => [],
    resumeHint: () => "",
  });
  [answers, isInterrupted, waiting] = [mine, false, []];
  open = { approver, prompts, popups, editor };
  for (const popup of popups) void approver.show(popup, (answer) => mine.push(answer));
}

async function end(): Promise<void> {
  // The last first: else each would be asked on its way out.
  for (const { id } of open?.popups.toReversed() ?? []) open?.approver.close(id);
  await open?.editor?.close();
  await settle();
  stdin.setRawMode(true);
  stdin.resume();
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function obey(order: ToTerminal): Promise<void> {
  switch (order.type) {
    case "begin":
      return begin(order);
    case "end":
      return await end();
    case "pass":
      nowMs += order.ms;
      for (const one of waiting.filter(({ dueAtMs }) => dueAtMs <= nowMs)) one.resolve();
      waiting = waiting.filter(({ dueAtMs }) => dueAtMs > nowMs);
      return;
    case "refresh":
      return open?.prompts.refresh();
    case "close":
      return open?.approver.close(order.popupId);
    case "how-is-it": {
      await settle();
      const { mark } = order;
      const isReading = !stdin.isPaused();
      const { columns } = stdout;
      const state: FromTerminal = {
        ...{
          mark,
          answers,
          isInterrupted,
          readBytes,
          readBells,
          isReading,
          isEditing,
          columns,
          continued,
        },
      };
      // All that was drawn until now comes before it.
      stdout.write(`\u001b]777;${mark}\u0007`);
      process.send!(state);
      return;
    }
  }
}

// A first popup loads it, which takes real time.
await import("@clack/prompts");
process.on("message", (order) => void obey(order as ToTerminal));
process.send!({ mark: 0 });
