import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { harmless } from "../../../src/core/words/excerpt.ts";
import { isInvisible } from "../../../src/core/words/invisible.ts";
import { safeMessage } from "../../../src/providers/failures/safe-message.ts";
import { visibleLine, visibleText } from "../../../src/reports/visible-text.ts";
import { escapeControls } from "../../../src/terminal/json-lines.ts";
import { reveal } from "../../../src/terminal/reveal.ts";
import { createStripper, sanitize } from "../../../src/terminal/sanitize.ts";

/** Written by number, so that a hole in the table of `src/core/words/invisible.ts` shows here. */
const ranges: readonly (readonly [string, number, number])[] = [
  ["C0 controls", 0x00, 0x08],
  ["more C0 controls", 0x0b, 0x1f],
  ["delete and C1 controls", 0x7f, 0x9f],
  ["soft hyphen", 0xad, 0xad],
  ["combining grapheme joiner", 0x34f, 0x34f],
  ["Arabic letter mark", 0x61c, 0x61c],
  ["Hangul fillers", 0x115f, 0x1160],
  ["Khmer inherent vowels", 0x17b4, 0x17b5],
  ["Mongolian selectors", 0x180b, 0x180f],
  ["zero width and marks of direction", 0x200b, 0x200f],
  ["separators of lines and paragraphs, embeddings", 0x2028, 0x202e],
  ["joiners, invisible operators, isolates", 0x2060, 0x206f],
  ["Hangul filler", 0x3164, 0x3164],
  ["byte order mark", 0xfeff, 0xfeff],
  ["half-width filler", 0xffa0, 0xffa0],
  ["annotations", 0xfff9, 0xfffb],
  ["shorthand controls", 0x1bca0, 0x1bca3],
  ["musical controls", 0x1d173, 0x1d17a],
  ["tags", 0xe0000, 0xe007f],
  ["variation selectors 17 to 256", 0xe0100, 0xe01ef],
];

const hidden = fc
  .constantFrom(...ranges)
  .chain(([, first, last]) => fc.integer({ min: first, max: last }))
  .map((code) => String.fromCodePoint(code));
const hostile = fc.string({
  unit: fc.oneof(hidden, fc.constantFrom("a", "é", "👩", "❤\ufe0f", "日", "\n", "\t", "\udb40")),
});

const renderings: readonly (readonly [string, (text: string) => string])[] = [
  ["an excerpt", harmless],
  ["a provider's message", (text) => safeMessage(text, [])],
  ["a report", visibleText],
  ["a report's line", visibleLine],
  ["a line of JSON", (text) => escapeControls(JSON.stringify(text))],
  ["what a person approves", reveal],
  ["the terminal", withoutJoinedPictures(sanitize)],
];

/** The terminal alone keeps a joiner, and only between two pictures. */
function withoutJoinedPictures(render: (text: string) => string): (text: string) => string {
  const joint =
    /(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})*)\u200d(?=\p{Extended_Pictographic})/gu;
  return (text) => render(text).replace(joint, "");
}

describe("invisible characters", () => {
  test.each(ranges)("%s are in the table", (_name, first, last) => {
    for (let code = first; code <= last; code++)
      expect([code, isInvisible(String.fromCodePoint(code))]).toEqual([code, true]);
  });

  test("letters, emoji and their variants are not", () => {
    for (const character of "aé日ע👩❤\ufe0f🏽 \u00a0")
      expect([character, isInvisible(character)]).toEqual([character, false]);
  });

  test.each(renderings)("%s lets none through", (_name, render) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const passed = [...render(text)].filter(
          (one) => one !== "\n" && one !== "\t" && isInvisible(one),
        );
        expect(passed).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("a line of JSON still says the same", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(JSON.parse(escapeControls(JSON.stringify(text)))).toBe(text);
      }),
    );
  });

  test("the terminal shows the same however the stream is cut", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const stripper = createStripper();
        const pieces = text.split("").map((unit) => stripper.push(unit));
        expect(pieces.join("")).toBe(sanitize(text));
      }),
      { numRuns: 400 },
    );
  });
});
