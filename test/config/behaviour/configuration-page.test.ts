import { expect, test } from "bun:test";
import { join } from "node:path";
import { configSchema, keysAt } from "../../../src/config/config-schema.ts";

const page = await Bun.file(
  join(import.meta.dir, "..", "..", "..", "docs", "configuration.md"),
).text();

test("the page about the configuration has a row for each member, and no other", () => {
  const rows = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
  expect(rows.toSorted()).toEqual([...keysAt([])].toSorted());
});

test("names what its members hold, and gives an example that is accepted", () => {
  for (const path of [
    ["windows", "a"],
    ["prices", "a"],
    ["budget"],
    ["rules", 0],
    ["models", "tier1"],
  ])
    for (const key of keysAt(path)) expect(page).toContain(key);
  const [, example = ""] = /defineConfig\((\{[\s\S]*?\n\})\);/.exec(page) ?? [];
  const config: unknown = new Function(`return (${example})`)();
  expect(configSchema.parse(config)).toEqual(config as never);
});
