import { expect, test } from "bun:test";
import { PassThrough } from "node:stream";
import { promptKeys } from "../../../src/terminal/popups/prompt-keys.ts";

test("a prompt sees what is made of each piece, until it gives the input back", async () => {
  const terminal = new PassThrough();
  const keys = promptKeys(
    terminal,
    (typed) => (typed === "early" ? null : typed.toUpperCase()),
    () => {},
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
    (typed) => typed,
    () => {},
  );
  (input as typeof terminal).setRawMode(true);
  expect((input as typeof terminal).isTTY).toBe(true);
  expect(modes).toEqual([true]);
});
