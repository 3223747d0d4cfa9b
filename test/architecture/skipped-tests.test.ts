import { expect, test } from "bun:test";
import { skippedTests } from "./skipped-tests.ts";
import { moduleOf } from "./tree.ts";

test.each([
  "test.skip('a', run)",
  "describe.only('a', run)",
  "test.only.each([1])('a', run)",
  "it.todo('a')",
])("a test that is left out is seen: %s", (text) => {
  expect(skippedTests(moduleOf(text))).toHaveLength(1);
});

test.each([
  "test('a', run)",
  "test.each([1])('a', run)",
  "// test.skip",
  "lines.skip(1); test.title",
])("a test that runs is not: %s", (text) => {
  expect(skippedTests(moduleOf(text))).toEqual([]);
});
