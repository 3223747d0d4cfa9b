import { describe, expect, test } from "bun:test";
import { findMember, findPlace } from "../../../src/sim/dsl/source-place.ts";

const long = "x".repeat(500_000);

describe("a literal that is longer than any pattern", () => {
  test("is found by its beginning", () => {
    const source = `one();\nsays("${long}");\n`;
    expect(findPlace(source, [{ literal: long }], null)).toEqual({ line: 2, column: 6 });
    expect(findPlace(source, [{ literal: long, call: "says" }], null)).toEqual({
      line: 2,
      column: 6,
    });
  });

  test("is not found where a file computes it, and the next clue is", () => {
    const source = 'says("x".repeat(500_000));\nsays("y");\n';
    expect(findPlace(source, [{ literal: long }, { literal: "y" }], null)).toEqual({
      line: 2,
      column: 6,
    });
    expect(findPlace(source, [{ literal: long }], long)).toBeNull();
  });

  test("is no member either", () => {
    expect(findMember("const one = { two: 3 };", long, null)).toBeNull();
  });
});

test("a literal of usual length is found whole", () => {
  const source = 'says("ab");\nsays("a");\n';
  expect(findPlace(source, [{ literal: "a" }], null)).toEqual({ line: 2, column: 6 });
});
