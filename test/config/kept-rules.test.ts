import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keptRulesPath, readKeptRules, writeKeptRules } from "../../src/config/kept-rules.ts";

const root = mkdtempSync(join(tmpdir(), "rehearsal-rules-"));
afterAll(() => rmSync(root, { recursive: true }));
const path = keptRulesPath(root);

test("rules that are kept come back in order, from a file of their owner's alone", () => {
  expect(readKeptRules(root)).toEqual([]);
  const rules = [
    { action: "allow", tool: "bash", command: "make *" },
    { action: "deny", tool: "write", path: "*.lock" },
  ] as const;
  writeKeptRules(root, rules);
  expect(readKeptRules(root)).toEqual(rules);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(path))).toEqual(["rules.json"]);
});

test.each(["", "{", "[]", '{ "rules": [{ "action": "maybe" }] }', '{ "rules": [], "x": 1 }'])(
  "a file that holds %j is refused with its path and what to do",
  (text) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    expect(() => readKeptRules(root)).toThrow(path);
    expect(() => readKeptRules(root)).toThrow("rehearsal rules allow");
  },
);
