import { expect, test } from "bun:test";
import type { Json } from "../../../src/core/json.ts";
import { isTooDeep, levelsMax } from "../../../src/mock-provider/reading/nesting.ts";

const nested = (levels: number): Json =>
  Array.from({ length: levels }).reduce<Json>(
    (inner, _, index) => (index % 2 === 0 ? [inner] : { a: inner }),
    "leaf",
  );

test("a value may hold others down to a level, and no deeper", () => {
  expect(isTooDeep("leaf")).toBeFalse();
  expect(isTooDeep(nested(levelsMax))).toBeFalse();
  expect(isTooDeep(nested(levelsMax + 2))).toBeTrue();
});

test("how much stands beside each other is no matter", () => {
  expect(isTooDeep(Array.from({ length: 10_000 }, () => ({ a: [] })))).toBeFalse();
  expect(isTooDeep([1, { a: nested(levelsMax + 2) }, 2])).toBeTrue();
});

test("what is far too deep is told without breaking", () => {
  expect(isTooDeep(nested(200_000))).toBeTrue();
});
