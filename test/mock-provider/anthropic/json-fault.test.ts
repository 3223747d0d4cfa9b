import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { jsonComplaint } from "../../../src/mock-provider/anthropic/json-fault.ts";
import { parseJson } from "../../../src/mock-provider/json-object.ts";

const complaint = (text: string) => jsonComplaint(text, parseJson(text));

describe("what is no JSON is told with its place", () => {
  test.each([
    ["", "unexpected end of data: line 1 column 1 (char 0)"],
    ['{"a": [1,', "unexpected end of data: line 1 column 10 (char 9)"],
    ['{"a": "cut', "unexpected end of data: line 1 column 11 (char 10)"],
    ["{'a': 1}", "unexpected character: line 1 column 2 (char 1)"],
    ['{"a" 1}', "unexpected character: line 1 column 6 (char 5)"],
    ['{"a":\n  01}', "unexpected character: line 2 column 4 (char 9)"],
    ["[1,]", "unexpected character: line 1 column 4 (char 3)"],
    ['{"a":[1}', "unexpected character: line 1 column 8 (char 7)"],
    ["[1] [2]", "unexpected content after document: line 1 column 5 (char 4)"],
  ])("%j", (text, expected) => {
    expect(complaint(text)).toBe(expected);
  });

  test("at a place that is in the text, or at its end", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (json, at, noise) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + noise + json.slice(place + 1);
        const shown = complaint(text);
        if (parseJson(text) !== undefined) return;
        const [, offset] = /\(char (\d+)\)$/.exec(shown ?? "") ?? [];
        expect(Number(offset)).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("half of a surrogate pair", () => {
  test.each([
    [String.raw`{"a":"\ud83d"}`, "no low surrogate in string: line 1 column 7 (char 6)"],
    [String.raw`{"a":"\ud83dx\ude00"}`, "no low surrogate in string: line 1 column 7 (char 6)"],
    [String.raw`{"a":"\ud83d\u0041"}`, "invalid low surrogate in string: line 1 column 7 (char 6)"],
    [String.raw`{"a":"\ude00"}`, "invalid high surrogate in string: line 1 column 7 (char 6)"],
  ])("is refused in %s", (text, expected) => {
    expect(complaint(text)).toBe(expected);
  });

  test.each([
    String.raw`{"a":"\ud83d\ude00"}`,
    String.raw`{"a":"\\ud83d"}`,
    JSON.stringify({ a: "😀" }),
  ])("is none in %s", (text) => {
    expect(complaint(text)).toBeNull();
  });

  test("is what a text cut within an emoji becomes", () => {
    expect(complaint(JSON.stringify({ a: "😀".slice(0, 1) }))).toStartWith("no low surrogate");
  });
});
