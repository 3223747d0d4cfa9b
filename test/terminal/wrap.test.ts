import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fit, fitExactly, wrapLine, wrapText } from "../../src/terminal/wrap.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "😀", "é"), maxLength: 40 });
const widths = fc.integer({ min: 2, max: 30 });

describe("fitting", () => {
  test("leaves what fits, and marks what was cut", () => {
    expect(fit("hello", 5)).toBe("hello");
    expect(fit("hello!", 5)).toBe("hell…");
    expect(fitExactly("hi", 5)).toBe("hi   ");
  });

  test("never passes the width, whatever the characters' own", () => {
    fc.assert(
      fc.property(letters, widths, (text, width) => {
        expect(Bun.stringWidth(fit(text, width))).toBeLessThanOrEqual(width);
        expect(Bun.stringWidth(fitExactly(text, width))).toBe(width);
      }),
    );
  });

  test("closes the colour that it cuts", () => {
    expect(fit("\x1b[31mred red\x1b[39m", 4)).toBe("\x1b[31mred\x1b[39m…");
  });
});

describe("wrapping", () => {
  test("breaks at words, and keeps a line's own indentation", () => {
    expect(wrapLine("   one two three four", 12)).toEqual(["   one two", "three four"]);
    expect(wrapText("a b\n\nc", 80)).toEqual(["a b", "", "c"]);
  });

  test("begins no row with a space, not even in colour", () => {
    const dim = (text: string) => `\x1b[2m${text}\x1b[22m`;
    const rows = wrapLine(dim("one two three   four"), 9);
    expect(rows.map((row) => Bun.stripANSI(row).trimEnd())).toEqual(["one two", "three", "four"]);
  });

  test("does not wrap where there is no end to the row", () => {
    const line = "word ".repeat(200);
    expect(wrapLine(line, Infinity)).toEqual([line]);
  });

  test("passes no width and loses no character but space", () => {
    fc.assert(
      fc.property(letters, widths, (text, width) => {
        const rows = wrapLine(text, width);
        for (const row of rows) expect(Bun.stringWidth(row)).toBeLessThanOrEqual(width);
        expect(rows.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });
});

test("a character of several code points is never cut, and colours go on in the next row", () => {
  const family = "👩‍👩‍👧‍👦";
  for (const text of [family.repeat(30), `x ${family.repeat(9)} end`, `e\u0301`.repeat(50)]) {
    const rows = wrapLine(text, 11);
    expect(rows.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
    for (const row of rows) {
      expect(Bun.stringWidth(row)).toBeLessThanOrEqual(11);
      expect(row.replaceAll(family, "")).not.toMatch(/[👩👧👦\u200d]/u);
    }
  }
  expect(wrapLine(`\u001b[2m${family} one two\u001b[0m`, 6)).toEqual([
    `\u001b[2m${family} one\u001b[0m`,
    "\u001b[2mtwo\u001b[0m",
  ]);
});
