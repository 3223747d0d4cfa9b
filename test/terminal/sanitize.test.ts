import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createStripper, sanitize, sanitizeLine } from "../../src/terminal/sanitize.ts";

describe("sanitize", () => {
  test.each([
    ["colours", "a\x1b[1;31mred\x1b[0mb", "aredb"],
    ["a window title ended by BEL", "a\x1b]0;title\x07b", "ab"],
    ["a link ended by ST", "\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\", "text"],
    ["a device control string", "a\x1bPq#0;2\x1b\\b", "ab"],
    ["one-byte CSI and OSC", "a\x9b31mb\x9dtitle\x9cc", "abc"],
    ["a carriage return that would overwrite", "safe\rrm -rf", "saferm -rf"],
    ["backspace, bell and delete", "a\b\x07\x7fb", "ab"],
    ["a charset switch", "a\x1b(0b", "ab"],
    ["directional overrides", "a\u202eb\u2066c\u200fd", "abcd"],
  ])("strips %s", (_what, text, safe) => {
    expect(sanitize(text)).toBe(safe);
  });

  test("keeps newlines, tabs and other scripts", () => {
    const text = "é\t日本\n👩‍👩‍👧 ~";
    expect(sanitize(text)).toBe(text);
  });

  test("an unfinished sequence hides no later line", () => {
    expect(sanitize("a\x1b]0;never ended\nb\x1b[12\nc")).toBe("a\nb\nc");
  });

  test("makes one line of many", () => {
    expect(sanitizeLine("  a\n\tb\x1b[0m  c ")).toBe("a b c");
  });
});

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\x1b",
      "[",
      "]",
      "P",
      "\\",
      "\x07",
      "\x9b",
      "\x9d",
      "\x9c",
      "\n",
      "m",
      "0",
      ";",
    ),
    fc.integer({ min: 0, max: 0x2100 }).map((code) => String.fromCharCode(code)),
    fc.constantFrom("\u202e", "\u2066", "😀"),
  ),
  maxLength: 60,
});

describe("a stripper of a stream", () => {
  test("lets no control character through, however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(hostile), (pieces) => {
        const stripper = createStripper();
        const out = pieces.map((piece) => stripper.push(piece)).join("");
        // oxlint-disable-next-line no-control-regex -- what must not be there
        expect(out).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test("gives the same text for every cut", () => {
    fc.assert(
      fc.property(fc.array(hostile), (pieces) => {
        const stripper = createStripper();
        const out = pieces.map((piece) => stripper.push(piece)).join("");
        expect(out).toBe(sanitize(pieces.join("")));
      }),
    );
  });

  test("leaves text without control characters as it is", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\n\t]*$/), (text) => {
        expect(sanitize(text)).toBe(text);
      }),
    );
  });
});
