import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPrefixes, writePrefixes } from "../../../src/commands/sim/corpus-files.ts";
import type { Prefix } from "../../../src/sim/corpus/prefix.ts";

const root = mkdtempSync(join(tmpdir(), "corpus-"));
afterAll(() => rmSync(root, { recursive: true }));

const prefixes: readonly Prefix[] = [
  { reaches: "pairs: b", steps: 9, deviations: [[3, 1]] },
  { reaches: "decisions: a", steps: 4, deviations: [[2, 2]] },
];

test("what is written is read again, in one order whatever came first", async () => {
  const folder = join(root, "deep", "corpus");
  await writePrefixes(folder, "A run: ends/../well", prefixes);
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(file).toMatch(/^a-run-ends-well-[0-9a-f]{8}\.json$/);
  const text = readFileSync(join(folder, file!), "utf8");
  await writePrefixes(folder, "A run: ends/../well", prefixes.toReversed());
  expect(readFileSync(join(folder, file!), "utf8")).toBe(text);
  expect(await readPrefixes(folder, "A run: ends/../well")).toEqual(prefixes.toReversed());
});

test("of a scenario without a file there are none, and a broken file is named", async () => {
  expect(await readPrefixes(root, "unknown")).toEqual([]);
  await writePrefixes(root, "broken", prefixes);
  const file = join(
    root,
    readdirSync(root).find((name) => name.startsWith("broken"))!,
  );
  writeFileSync(file, "{");
  expect(readPrefixes(root, "broken")).rejects.toThrow(/broken-.*Delete it/);
});

test("a folder that cannot be written is told", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  expect(writePrefixes(file, "any", prefixes)).rejects.toThrow(/cannot be written/);
});
