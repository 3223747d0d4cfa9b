import { describe, expect, test } from "bun:test";
import { beginningOf, visibleLine, visibleText } from "../../src/reports/visible-text.ts";

describe("visible text", () => {
  test("shows control characters instead of obeying them", () => {
    expect(visibleText("a\x1b[2Jb\x00\x7f\u009b")).toBe("a␛[2Jb␀␡‹U+009B›");
  });

  test("names overrides of direction and what has no width", () => {
    expect(visibleText("\u202eexe\u2066\u200b\ufeff")).toBe("‹U+202E›exe‹U+2066›‹U+200B›‹U+FEFF›");
    const family = "👨\u200d👩\u200d👧";
    expect(visibleText(`${family} a\u200db\u202e`)).toBe(`${family} a‹U+200D›b‹U+202E›`);
  });

  test("replaces what no file may hold", () => {
    expect(visibleText("\ud800 \ufffe")).toBe("\ufffd \ufffd");
  });

  test("keeps lines, tabs and every script", () => {
    expect(visibleText("a\tb\r\nc\n日本 👍 עברית")).toBe("a\tb\nc\n日本 👍 עברית");
    expect(visibleLine(" a\n b ")).toBe("a b");
  });

  test("may be only a beginning, and says so", () => {
    expect(beginningOf("abcdef", 4)).toBe("abcd … (2 characters more)");
    expect(beginningOf("abcd", 4)).toBe("abcd");
  });
});
