import { expect, test } from "bun:test";
import { namesOfTwoThings } from "./exported-names.ts";
import { parseModule } from "./source-module.ts";

const twice = (first: string, second: string, text = "export type Answer = string;") =>
  namesOfTwoThings([parseModule({ path: first, text }), parseModule({ path: second, text })]);

test("a name that two files export means two things", () => {
  expect(twice("src/core/popup.ts", "src/providers/failure.ts")).toEqual([
    "Answer means two things: src/core/popup.ts, src/providers/failure.ts",
  ]);
  expect(twice("src/a.ts", "src/b.ts", "export function f() {}\nexport const g = 1;")).toHaveLength(
    2,
  );
});

test("unless they are the same part of two wires, pass it on, or keep it to themselves", () => {
  const wires = ["src/mock-provider/one/error.ts", "src/mock-provider/two/error.ts"] as const;
  expect(twice(...wires)).toEqual([]);
  expect(twice("src/a.ts", "src/b.ts", 'export { f } from "./c.ts";')).toEqual([]);
  expect(twice("src/a.ts", "src/b.ts", "type Answer = string;")).toEqual([]);
});
