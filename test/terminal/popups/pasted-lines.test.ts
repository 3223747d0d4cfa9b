import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  holdLineEnds,
  holdPastedLineEnds,
  withLineEnds,
} from "../../../src/terminal/popups/pasted-lines.ts";

test("a paste of several lines sends nothing before its end, and is whole again in the answer", () => {
  const line = fc.stringMatching(/^[a-z ]{1,9}$/);
  const property = fc.property(fc.array(line, { minLength: 2 }), (lines) => {
    const typed = holdLineEnds(lines.join("\r"));
    expect(typed).not.toMatch(/[\r\n]/);
    expect(withLineEnds(typed)).toBe(lines.join("\n"));
  });
  fc.assert(property);
});

test("a line end by itself, or behind what was typed, is Enter", () => {
  expect(holdLineEnds("\r")).toBe("\r");
  expect(holdLineEnds("because\r")).toBe("because\r");
  expect(holdLineEnds("because\n")).toBe("because\r");
  expect(holdLineEnds("because\r\n")).toBe("because\r");
});

test("what is known to be pasted never ends with Enter", () => {
  expect(withLineEnds(holdPastedLineEnds("one\ntwo\n"))).toBe("one\ntwo");
});
