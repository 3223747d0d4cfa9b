import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { usageJson } from "../../../src/reports/usage/usage-json.ts";
import { usageJsonSchema } from "../../../src/reports/usage/usage-json-schema.ts";
import { longLog } from "../../core/long-log.ts";

const page = await Bun.file(
  join(import.meta.dir, "..", "..", "..", "docs", "usage-json.md"),
).text();

describe("the JSON about usage", () => {
  const state = fold(longLog({ sessions: 2, turnsEach: 2, outputCharacters: 500 }))!;
  const shown: unknown = JSON.parse(JSON.stringify(usageJson(state, "running")));

  test("is what its page describes, and nothing else", () => {
    expect(usageJsonSchema.parse(shown)).toEqual(shown as never);
    expect(usageJsonSchema.parse(shown).byAttempt).toHaveLength(2);
  });

  test("has a page that names every member", () => {
    const names = new Set<string>();
    JSON.stringify(shown, (name, value: unknown) => {
      if (name !== "" && !/^\d+$/.test(name)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
