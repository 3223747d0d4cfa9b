import { expect, test } from "bun:test";
import fc from "fast-check";
import { reveal, revealLine, revealTitle, revealWords } from "../../src/terminal/reveal.ts";

test("shows what a terminal would obey or hide", () => {
  expect(reveal("rm\x1b[8m a\u202eb\u200bc\r\n")).toBe("rm\\u{1b}[8m a\\u{202e}b\\u{200b}c\\r\n");
});

test("keeps newlines, tabs and letters of every script", () => {
  expect(reveal("a\n\tü 日本 😀")).toBe("a\n\tü 日本 😀");
});

test("puts several lines on one", () => {
  expect(revealLine("a\n  b\tc\n")).toBe("a ⏎ b c ⏎");
});

test("two texts that differ in hidden characters only never look alike", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("\u200b", "\u202e", "\x1b", "\x07", "\u{e0041}", "\ufeff"),
      (hidden) => {
        expect(reveal(`rm ${hidden}x`)).not.toBe(reveal("rm x"));
      },
    ),
  );
});

test("lets an emoji of joined characters stand among words, and in no command", () => {
  const family = "👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽 🇩🇪";
  expect(revealWords(`${family}\na\u200db`)).toBe(`${family}\na\\u{200d}b`);
  expect(revealTitle(`${family}\nnext`)).toBe(`${family} ⏎ next`);
  expect(reveal("👨\u200d👩")).toBe("👨\\u{200d}👩");
});
