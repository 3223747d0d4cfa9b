import { describe, expect, test } from "bun:test";
import { fill, showDocuments } from "../../src/core/template.ts";

describe("a template", () => {
  test("gets a value at each of its places", () => {
    expect(fill("{{a}} and {{b}}, {{a}}", { a: "1", b: "2" })).toBe("1 and 2, 1");
  });

  test("leaves what a value holds as it is: places and patterns of replacement too", () => {
    expect(fill("{{a}} {{b}}", { a: "{{b}} $& $1 $$", b: "x" })).toBe("{{b}} $& $1 $$ x");
  });

  test("leaves a place without a value standing, and takes an empty value", () => {
    expect(fill("{{a}}{{ a }}{{b}}", { b: "" })).toBe("{{a}}{{ a }}");
  });
});

test("documents are shown with their path, each ending in one line break", () => {
  const documents = [
    { path: "a.ts", text: "a" },
    { path: "b.ts", text: "b\n" },
    { path: "c.ts", text: "" },
  ];
  expect(showDocuments(documents)).toBe(
    '<file path="a.ts">\na\n</file>\n\n<file path="b.ts">\nb\n</file>\n\n<file path="c.ts">\n\n</file>',
  );
  expect(showDocuments([])).toBe("");
});
