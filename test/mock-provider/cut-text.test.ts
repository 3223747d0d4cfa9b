import { expect, test } from "bun:test";
import fc from "fast-check";
import { cutText, firstHalf } from "../../src/mock-provider/cut-text.ts";

test("text is cut into pieces of so many code points", () => {
  expect(cutText("abcdefg", 3)).toEqual(["abc", "def", "g"]);
  expect(cutText("a😀b", 1)).toEqual(["a", "😀", "b"]);
});

test("empty text has no piece", () => {
  expect(cutText("", 3)).toEqual([]);
});

test("a size below one means one", () => {
  expect(cutText("ab", 0)).toEqual(["a", "b"]);
});

test("the pieces of any text are that text, and none is empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
      const pieces = cutText(text, size);
      expect(pieces.join("")).toBe(text);
      expect(pieces).not.toContain("");
    }),
    { seed: 1 },
  );
});

test("the first half is cut between code points", () => {
  expect(firstHalf("ab😀d")).toBe("ab");
  expect(firstHalf("😀😀")).toBe("😀");
  expect(firstHalf("a")).toBe("");
});
