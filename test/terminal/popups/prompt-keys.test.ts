import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { promptKeys } from "../../../src/terminal/popups/prompt-keys.ts";

const never = () => new Promise<void>(() => {});

test("a prompt sees what is made of each piece, until it gives the input back", async () => {
  const terminal = new PassThrough();
  const keys = promptKeys(
    terminal,
    {
      keys: (typed) => (typed === "early" ? null : typed.toUpperCase()),
      paste: (text) => `<${text}>`,
    },
    () => {},
    never,
  );
  const seen: string[] = [];
  keys.input.on("data", (piece) => seen.push(String(piece)));
  terminal.write("early");
  await Bun.sleep(0);
  terminal.write("late");
  await Bun.sleep(0);
  keys.close();
  terminal.write("later");
  await Bun.sleep(0);
  expect(seen).toEqual(["LATE"]);
  expect(terminal.read()?.toString()).toBe("later");
});

test("a terminal's raw mode is switched through it", () => {
  const modes: boolean[] = [];
  const terminal = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => void modes.push(mode),
  });
  const { input } = promptKeys(
    terminal,
    { keys: (typed) => typed, paste: (text) => text },
    () => {},
    never,
  );
  (input as typeof terminal).setRawMode(true);
  expect((input as typeof terminal).isTTY).toBe(true);
  expect(modes).toEqual([true]);
});

test("a paste reaches a prompt by itself, without what a terminal would obey", async () => {
  const terminal = new PassThrough();
  const { input } = promptKeys(
    terminal,
    { keys: (typed) => typed, paste: (text) => `<${text}>` },
    () => {},
    never,
  );
  const seen: string[] = [];
  input.on("data", (piece) => seen.push(String(piece)));
  terminal.write("a\u001b[200~one\r\ntw");
  terminal.write("\u001b]0;x\u0007o\u001b[20");
  terminal.write("1~b");
  await Bun.sleep(0);
  expect(seen.join("")).toBe("a<one\ntwo>b");
});

test("Escape is a key of its own once nothing follows it, and an arrow in pieces is an arrow", async () => {
  const terminal = new PassThrough();
  let gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const { input } = promptKeys(
    terminal,
    { keys: (typed) => typed, paste: () => null },
    () => {},
    () => gate.promise,
  );
  input.on("data", (piece) => seen.push(String(piece)));
  input.on("keypress", (_text, { name }) => seen.push(name));
  terminal.write("\u001b");
  await Bun.sleep(0);
  expect(seen).toEqual([]);
  gate.resolve();
  await Bun.sleep(0);
  gate = Promise.withResolvers();
  terminal.write("\u001b");
  await Bun.sleep(0);
  terminal.write("[B");
  await Bun.sleep(0);
  expect(seen).toEqual(["escape", "\u001b[B"]);
});
