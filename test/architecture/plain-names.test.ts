import { expect, test } from "bun:test";
import { unclearNames } from "./plain-names.ts";
import { parseModule } from "./source-module.ts";

const unclear = (text: string, path = "src/runtime/a.ts") =>
  unclearNames(parseModule({ path, text }));

test.each([
  "const told = 1;",
  "function perform() {}",
  "run({ cast: null });",
  "interface Stage {}",
])("a name of the theatre is seen: %s", (text) => {
  expect(unclear(text)).toEqual([expect.stringContaining("src/runtime/a.ts:1 names something")]);
});

test.each(["const backend = 'the cast';", "// the stage is set", "const performed = 1;"])(
  "texts and other words are not: %s",
  (text) => {
    expect(unclear(text)).toEqual([]);
  },
);

test("a stage is a term where tickets have them, and a name of the theatre in commands", () => {
  expect(unclear("const stage = 1;", "src/core/a.ts")).toEqual([]);
  expect(unclear("const stage = 1;", "src/commands/a.ts")).toHaveLength(1);
  expect(unclear("const told = 1;", "src/core/a.ts")).toHaveLength(1);
});
