import { expect, test } from "bun:test";
import { colourInk, inkFor, plainInk } from "../../src/terminal/ink.ts";

test("colours a terminal only, and not where NO_COLOR says otherwise", () => {
  expect(inkFor({ isTTY: true, wishes: {} })).toBe(colourInk);
  expect(inkFor({ isTTY: true, wishes: { NO_COLOR: "" } })).toBe(colourInk);
  expect(inkFor({ isTTY: true, wishes: { NO_COLOR: "1" } })).toBe(plainInk);
  expect(inkFor({ isTTY: false, wishes: {} })).toBe(plainInk);
  expect(inkFor({ isTTY: true, wishes: { FORCE_COLOR: "0" } })).toBe(plainInk);
  expect(inkFor({ isTTY: true, wishes: { TERM: "dumb" } })).toBe(plainInk);
});

test("colours whatever the process's own output is", () => {
  expect(colourInk("red", "x")).toBe("\x1b[31mx\x1b[39m");
});
