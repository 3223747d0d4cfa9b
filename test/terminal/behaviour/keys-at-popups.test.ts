import { describe, expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { runs } from "../../sim/arbitrary/runs.ts";
import type { Answer, Popup } from "../../../src/core/gates/popup.ts";
import { popupId } from "../../../src/core/ids.ts";
import { clackPrompts } from "../../../src/terminal/popups/clack-prompts.ts";
import { terminalApprover } from "../../../src/terminal/popups/terminal-approver.ts";
import { plainInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { screenOn } from "../../../src/terminal/screen.ts";
import { emulatedScreen } from "../emulated-screen.ts";
import { popup } from "../sample-run.ts";

const readableAfterMs = 700;
const popupsMax = 5;

/** What happens at a terminal while popups are open. */
type Happening =
  | { readonly type: "types"; readonly text: string }
  | { readonly type: "waits"; readonly ms: number }
  | { readonly type: "resizes"; readonly columns: number }
  | { readonly type: "is stopped and goes on" }
  | { readonly type: "presses Ctrl-Z" }
  | { readonly type: "sees the row change" }
  | { readonly type: "learns that it is decided elsewhere" };

const keys = ["\r", "y", "n", "a", "v", "\u001b[A", "\u001b[B", "j", "k", " ", "\t", "nn", "y\r"];
const pastes = fc.string({
  unit: fc.constantFrom("y", "n", "a", "\r", "\n", "so", " "),
  maxLength: 12,
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...keys).map((text) => ({ type: "types" as const, text })),
  },
  { weight: 2, arbitrary: pastes.map((text) => ({ type: "types" as const, text })) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(1, 300, 699, 700, 2_000)
      .map((ms) => ({ type: "waits" as const, ms })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(40, 80, 200)
      .map((columns) => ({ type: "resizes" as const, columns })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Happening>(
      { type: "is stopped and goes on" },
      { type: "presses Ctrl-Z" },
      { type: "sees the row change" },
      { type: "learns that it is decided elsewhere" },
    ),
  },
);

/** What can be read of a popup on the screen: whose it is, and what each option would decide. */
interface Seen {
  readonly popup: string;
  readonly options: readonly { readonly label: string; readonly isMarked: boolean }[];
}

/** The last question on the screen; `null` where none stands there to be answered by one key. */
function seenOn(rows: readonly string[]): Seen | null {
  const title = rows.findLastIndex((row) => row.includes("$ echo of-"));
  const prompt = rows.findLastIndex((row) => row.startsWith("◆  Run this"));
  if (title === -1 || prompt < title) return null;
  const options = rows.slice(prompt + 1).flatMap((row) => {
    const [, mark, label] = /^│\s+([●○])\s+(.*)$/.exec(row) ?? [];
    return label === undefined ? [] : [{ label, isMarked: mark === "●" }];
  });
  return { popup: /of-(\w+)/.exec(rows[title]!)![1]!, options };
}

const decisionOf: readonly (readonly [RegExp, Answer["decision"]["type"]])[] = [
  [/^Yes, and from now on/, "always"],
  [/^No, and say why/, "reject"],
  [/^Give up/, "abort"],
  [/^(Yes|Allow|Go)/, "approve"],
];

// oxlint-disable-next-line no-control-regex -- arrows
const keyPieces = /\u001b\[A|\u001b\[B|[^]/g;

/** What a piece of typing means to who sees these options; `null`: it decides nothing there. */
function meantBy(text: string, { options }: Seen): string | null {
  const pressed = text.replace(/[\r\n]+$/, "");
  const named = /^(.)\1*$/.exec(pressed)?.[1];
  const byKey = options.find(({ label }) => label.endsWith(`(${named})`));
  if (byKey !== undefined) return byKey.label;
  if (pressed === text) return null;
  let at = options.findIndex(({ isMarked }) => isMarked);
  for (const move of pressed.match(keyPieces) ?? []) {
    if (move === "\u001b[B" || move === "j") at++;
    else if (move === "\u001b[A" || move === "k") at--;
    else return null;
  }
  return options[(at + options.length) % options.length]?.label ?? null;
}

// A first popup loads it, which takes real time; nothing here waits for that.
await import("@clack/prompts");

/** A terminal in virtual time, at which popups are asked. */
function openTerminal() {
  const input = new PassThrough();
  const screen = emulatedScreen();
  const output = Object.assign(new EventEmitter(), {
    columns: 100,
    rows: 40,
    isTTY: true,
    write: (text: string) => screen.write(text),
  });
  let nowMs = 0;
  let goesOn = () => {};
  const waiting = new Set<{ readonly dueAtMs: number; readonly resolve: () => void }>();
  const pass = (ms: number) => {
    nowMs += ms;
    for (const one of waiting) if (one.dueAtMs <= nowMs && waiting.delete(one)) one.resolve();
  };
  const prompts = clackPrompts({
    input,
    output: output as never,
    ink: plainInk,
    editor: null,
    readable: (signal) =>
      new Promise((resolve) => {
        const one = { dueAtMs: nowMs + readableAfterMs, resolve };
        waiting.add(one);
        signal.addEventListener("abort", () => waiting.delete(one));
      }),
    unnoticed: null,
    suspend: () => {},
    onContinue(callback) {
      goesOn = callback;
      return () => (goesOn = () => {});
    },
  });
  const answers: Answer[] = [];
  const approver = terminalApprover({
    prompts,
    screen: screenOn(output),
    paper: paperFor({ ink: plainInk, columns: () => output.columns }),
    interrupt: () => {},
    beside: () => `at ${nowMs}`,
    details: async () => [],
    resumeHint: () => "",
  });
  return {
    answers,
    approver,
    nowMs: () => nowMs,
    pass,
    seen: () => seenOn(screen.rows()),
    text: () => screen.rows().join("\n"),
    type: (text: string) => void input.write(text),
    goOn: () => goesOn(),
    refresh: prompts.refresh,
    resize(columns: number) {
      output.columns = columns;
      output.emit("resize");
    },
    close: () => void input.end(),
  };
}

/** Until streams, key events and promises have come to rest. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const asked = (name: string): Popup =>
  popup(
    { kind: "tool", payload: { tool: "bash", input: { command: `echo of-${name}` } } },
    {
      id: popupId(name),
      decisions: ["approve", "always", "reject", "abort"],
      proposedRule: { action: "allow", tool: "bash" },
    },
  );

async function judge(happenings: readonly Happening[]): Promise<void> {
  const terminal = openTerminal();
  const { answers, approver } = terminal;
  const open = new Set<string>();
  for (let index = 0; index < popupsMax; index++) {
    open.add(`p${index}`);
    void approver.show(asked(`p${index}`), (answer) => answers.push(answer));
  }
  await settle();
  let before = terminal.seen();
  // What has been typed into the reason of a rejection; only of plain text is it known what comes of it.
  let line = "";
  let isPlain = true;
  let sinceMs = 0;
  const look = () => {
    const now = terminal.seen();
    // The mark may move: it is the same question all the same.
    const isSame = now !== null && before !== null && now.popup === before.popup;
    if (!isSame) sinceMs = terminal.nowMs();
    if (now !== null || before !== null) [line, isPlain] = ["", true];
    before = now;
  };
  const judgeLast = (text: string, known: number) => {
    const [answer, ...more] = answers.slice(known);
    expect(more).toEqual([]);
    if (answer === undefined) return;
    expect(open.delete(answer.popupId)).toBe(true);
    const { type } = answer.decision;
    if (answer.decision.type === "reject") {
      const whole = `${line}${text}`.replace(/\r\n?/g, "\n");
      if (isPlain) expect(answer.decision.reason.trim()).toBe(whole.trim());
      return;
    }
    expect({ popup: before?.popup, readableForMs: terminal.nowMs() - sinceMs }).toEqual({
      popup: answer.popupId,
      readableForMs: expect.any(Number),
    });
    expect(terminal.nowMs() - sinceMs).toBeGreaterThanOrEqual(readableAfterMs);
    const label = meantBy(text, before!) ?? "nothing";
    expect(decisionOf.find(([words]) => words.test(label))?.[1]).toBe(type);
  };
  for (const one of happenings) {
    const known = answers.length;
    let typed = "";
    switch (one.type) {
      case "types":
        typed = one.text;
        terminal.type(one.text);
        break;
      case "waits":
        terminal.pass(one.ms);
        break;
      case "resizes":
        terminal.resize(one.columns);
        break;
      case "is stopped and goes on":
        terminal.goOn();
        break;
      case "presses Ctrl-Z":
        terminal.type("\u001a");
        break;
      case "sees the row change":
        terminal.refresh();
        break;
      case "learns that it is decided elsewhere": {
        const [first] = open;
        if (first !== undefined) approver.close(popupId(first));
        if (first !== undefined) open.delete(first);
        break;
      }
    }
    await settle();
    judgeLast(typed, known);
    if (before === null) line += typed.replace(/[\r\n]$/, "");
    if (typed.includes("\t") || typed.includes("\u001b")) isPlain = false;
    look();
  }
  // Whatever happened, who waits and presses a key that is on the screen decides what is left.
  for (let press = 0; open.size > 0; press++) {
    expect(press).toBeLessThan(2 * popupsMax);
    const known = answers.length;
    const isChoice = terminal.seen() !== null;
    terminal.pass(readableAfterMs);
    await settle();
    look();
    terminal.type(isChoice ? "y" : "no\r");
    await settle();
    judgeLast(isChoice ? "y" : "no\r", known);
    look();
  }
  terminal.close();
}

describe("whatever is typed, pasted, resized and stopped at many popups", () => {
  test("decides what stood on the screen for long enough when its key came", async () => {
    const property = fc.asyncProperty(fc.array(happening, { maxLength: 14 }), judge);
    await fc.assert(property, runs(150));
  });
});
