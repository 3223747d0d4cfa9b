import { expect, test } from "bun:test";
import { colourInk, inkFor, plainInk } from "../../src/terminal/ink.ts";

test("colours a terminal only, and not where NO_COLOR says otherwise", () => {
  expect(inkFor({ isTTY: true, noColor: undefined })).toBe(colourInk);
  expect(inkFor({ isTTY: true, noColor: "" })).toBe(colourInk);
  expect(inkFor({ isTTY: true, noColor: "1" })).toBe(plainInk);
  expect(inkFor({ isTTY: false, noColor: undefined })).toBe(plainInk);
});

test("colours whatever the process's own output is", () => {
  expect(colourInk("red", "x")).toBe("\x1b[31mx\x1b[39m");
});
