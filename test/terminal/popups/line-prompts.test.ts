import { expect, test } from "bun:test";
import { PassThrough, Writable } from "node:stream";
import { linePrompts } from "../../../src/terminal/popups/line-prompts.ts";

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

function terminal() {
  const input = new PassThrough();
  const gate = Promise.withResolvers<void>();
  let text = "";
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const prompts = linePrompts({
    input,
    output,
    editor: null,
    readable: () => gate.promise,
    apart: soon,
  });
  return {
    prompts,
    text: () => text,
    type: (typed: string) => input.write(typed),
    read: gate.resolve,
  };
}

/** Says what to type where nothing was. */
const needed = (problem: string) => (text: string) => (text === "" ? problem : null);
const live = () => new AbortController().signal;
const choice = {
  message: "Run this?",
  beside: () => "",
  options: [
    { value: "approve", label: "Yes", key: "y" },
    { value: "abort", label: "Give up" },
  ],
};

test("a choice is typed as a line, none of what came before it could be read, and no escape is written", async () => {
  const { prompts, text, type, read } = terminal();
  const asked = prompts.select(choice, live());
  type("y\n");
  await Bun.sleep(1);
  read();
  await Bun.sleep(1);
  type("what?\n");
  await Bun.sleep(1);
  type("2\n");
  expect(await asked).toEqual({ type: "value", value: "abort" });
  expect(text()).toContain("  y  Yes\n  2  Give up\n");
  // oxlint-disable-next-line no-control-regex
  expect(text()).not.toMatch(/\u001b/);
});

test("a line that must not be empty is asked for again, and a closed popup takes none", async () => {
  const { prompts, text, type } = terminal();
  const asked = prompts.line(
    { message: "Why?", beside: () => "", initial: "", problemOf: needed("Say why.") },
    live(),
  );
  type("\n");
  await Bun.sleep(1);
  type("because\n");
  expect(await asked).toEqual({ type: "value", value: "because" });
  expect(text()).toContain("Say why.");
  const closing = new AbortController();
  const closed = prompts.line(
    { message: "Why?", beside: () => "", initial: "", problemOf: () => null },
    closing.signal,
  );
  closing.abort();
  expect(await closed).toEqual({ type: "closed" });
});

test("lines of one paste are one reason, which an empty line ends, and decide nothing in a list", async () => {
  const { prompts, text, type, read } = terminal();
  read();
  const asked = prompts.line(
    { message: "Why?", beside: () => "", initial: "", problemOf: needed("Say why.") },
    live(),
  );
  type("ALPHA is mine,\nBRAVO is é");
  type("s\n");
  await soon();
  await soon();
  expect(text()).toContain("an empty line ends them");
  type("CHARLIE\n");
  await soon();
  await soon();
  type("\n");
  expect(await asked).toEqual({ type: "value", value: "ALPHA is mine,\nBRAVO is és\nCHARLIE" });
  const choosing = prompts.select(choice, live());
  await soon();
  type("y\ny\n");
  await soon();
  await soon();
  type("2\n");
  expect(await choosing).toEqual({ type: "value", value: "abort" });
});
