import { describe, expect, test } from "bun:test";
import { PassThrough, Writable } from "node:stream";
import { plainInk } from "../../../src/terminal/ink.ts";
import { personsEditor } from "../../../src/terminal/popups/editor.ts";
import { clackPrompts } from "../../../src/terminal/popups/clack-prompts.ts";

/** A terminal at which someone types `keys` once the prompt stands there. */
function typing(
  keys: string,
  editor: string | null = null,
  readable: (signal: AbortSignal) => Promise<void> = async () => {},
) {
  const input = new PassThrough();
  let text = "";
  const suspended: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      const isFirst = text === "";
      text += String(chunk);
      if (isFirst) setImmediate(() => input.write(keys));
      done();
    },
  });
  return {
    prompts: clackPrompts({
      input,
      output,
      ink: plainInk,
      editor: editor === null ? null : personsEditor(editor, lasting),
      readable,
      apart: async () => {},
      unnoticed: null,
      suspend: () => suspended.push("stopped"),
      onContinue: () => () => {},
    }),
    text: () => text,
    type: (keys: string) => void input.write(keys),
    suspended,
  };
}

/** The terminal of an editor that ends by itself. */
const lasting = { lend: () => () => {}, patience: async () => {} };
/** Says what to type where nothing was. */
const needed = (problem: string) => (text: string) => (text === "" ? problem : null);
const live = () => new AbortController().signal;
const options = [
  { value: "approve", label: "Yes" },
  { value: "reject", label: "No" },
];

describe("prompts by clack", () => {
  test("are read anew after each key that came too early", async () => {
    const moments: { over(): void; signal: AbortSignal }[] = [];
    const terminal = typing("\r", null, (signal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      moments.push({ over: resolve, signal });
      return promise;
    });
    const asked = terminal.prompts.select({ message: "Well?", beside: () => "", options }, live());
    for (const count of [2, 3]) {
      while (moments.length < count) await new Promise(setImmediate);
      expect(moments.map(({ signal }) => signal.aborted)).toEqual([
        ...Array<boolean>(count - 1).fill(true),
        false,
      ]);
      if (count === 2) terminal.type("\r");
    }
    moments.at(-1)!.over();
    await new Promise(setImmediate);
    terminal.type("\u001b[B\r");
    expect(await asked).toEqual({ type: "value", value: "reject" });
  });

  test("give the value of the option that is chosen", async () => {
    const { prompts, text } = typing("\x1b[B\r");
    expect(await prompts.select({ message: "Well?", beside: () => "", options }, live())).toEqual({
      type: "value",
      value: "reject",
    });
    expect(text()).toContain("Well?");
  });

  test("tell Ctrl-C from a step back, and leave no choice behind that nobody made", async () => {
    const { prompts, text } = typing("\x03");
    expect(await prompts.select({ message: "Well?", beside: () => "", options }, live())).toEqual({
      type: "interrupted",
    });
    const [drawn, left] = text().split("■");
    expect(drawn).toContain(options[0]!.label);
    expect(left).toContain("Well?");
    expect(left).not.toContain(options[0]!.label);
  });

  test("stop at Ctrl-Z and are to be drawn anew, with what was typed kept", async () => {
    const choosing = typing("\x1a");
    const choice = choosing.prompts.select({ message: "Well?", beside: () => "", options }, live());
    expect(await choice).toEqual({ type: "redraw", text: "" });
    expect(choosing.suspended).toEqual(["stopped"]);

    const writing = typing("be");
    const line = writing.prompts.line(
      { message: "Why?", beside: () => "", initial: "", problemOf: needed("Say!") },
      live(),
    );
    while (!writing.text().includes("be")) await Bun.sleep(1);
    writing.type("\x1a");
    expect(await line).toEqual({ type: "redraw", text: "be" });
  });

  test("show what changes beside them, and take a key all the same", async () => {
    const { prompts, text, type } = typing("");
    let lines = 0;
    const asked = prompts.select(
      { message: "Well?", beside: () => `${lines} lines held back`, options },
      live(),
    );
    while (!text().includes("0 lines")) await Bun.sleep(1);
    lines = 7;
    prompts.refresh();
    expect(text()).toContain("7 lines held back");
    type("\r");
    expect(await asked).toEqual({ type: "value", value: "approve" });
  });

  test("go away with their signal", async () => {
    const { prompts } = typing("");
    const closing = new AbortController();
    const asked = prompts.select({ message: "Well?", beside: () => "", options }, closing.signal);
    await Bun.sleep(0);
    closing.abort();
    expect(await asked).toEqual({ type: "closed" });
  });

  test("take a line, starting from what is given, until it can be taken, and show what goes on meanwhile", async () => {
    const { prompts, text, type } = typing("!\r");
    let lines = 0;
    const ask = {
      message: "Why?",
      beside: () => `${lines} lines held back`,
      initial: "because",
      problemOf: (line: string) => (line.endsWith("?") ? null : "Doubt it"),
    };
    const asked = prompts.line(ask, live());
    while (!text().includes("Doubt it")) await Bun.sleep(1);
    expect(text()).toContain("Why?\n│  0 lines held back");
    lines = 7;
    prompts.refresh();
    expect(text()).toContain("7 lines held back");
    type("?\r");
    expect(await asked).toEqual({ type: "value", value: "because!?" });
  });

  test("put nothing on the screen that a terminal would obey", async () => {
    const { prompts } = typing("\r");
    const ask = {
      message: "Why?",
      beside: () => "",
      initial: "a\x1b]0;owned\x07b",
      problemOf: () => null,
    };
    expect(await prompts.line(ask, live())).toEqual({ type: "value", value: "ab" });
  });

  test("use the person's editor for several lines", async () => {
    const { prompts } = typing("", "printf two >>");
    const ask = { message: "Change it", beside: () => "", initial: "one\n", extension: "md" };
    expect(await prompts.draft(ask, live())).toEqual({ type: "value", value: "one\ntwo" });
  });

  test("go back, saying why, where the editor fails", async () => {
    const { prompts, text } = typing("", "false");
    const ask = { message: "Change it", beside: () => "", initial: "one", extension: "md" };
    expect(await prompts.draft(ask, live())).toEqual({ type: "failed", text: "one" });
    expect(text()).toContain('The editor "false" ended with 1');
  });
});
