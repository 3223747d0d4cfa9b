import { expect, test } from "bun:test";
import { unclearNames } from "./plain-names.ts";
import { parseModule } from "./source-module.ts";

const unclear = (text: string) => unclearNames(parseModule({ path: "src/a.ts", text }));

test.each([
  "const told = 1;",
  "function perform() {}",
  "run({ cast: null });",
  "interface Stage {}",
])("a name of the theatre is seen: %s", (text) => {
  expect(unclear(text)).toEqual([expect.stringContaining("src/a.ts:1 names something")]);
});

test.each(["const backend = 'the cast';", "// the stage is set", "const performed = 1;"])(
  "texts and other words are not: %s",
  (text) => {
    expect(unclear(text)).toEqual([]);
  },
);
