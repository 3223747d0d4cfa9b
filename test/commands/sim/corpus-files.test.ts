import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPrefixes, writePrefixes } from "../../../src/commands/sim/corpus-files.ts";
import type { Prefix } from "../../../src/sim/corpus/prefix.ts";

const root = mkdtempSync(join(tmpdir(), "corpus-"));
afterAll(() => rmSync(root, { recursive: true }));

const named = (name: string, file = "a.scenario.ts") => ({ file: join(root, file), name });

const prefixes: readonly Prefix[] = [
  { reaches: "pairs: b", steps: 9, deviations: [[3, 1]] },
  { reaches: "decisions: a", steps: 4, deviations: [[2, 2]] },
];

test("what is written is read again, in one order whatever came first", async () => {
  const folder = join(root, "deep", "corpus");
  await writePrefixes(folder, named("A run: ends/../well"), prefixes);
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(file).toMatch(/^a-run-ends-well-[0-9a-f]{8}\.json$/);
  const text = readFileSync(join(folder, file!), "utf8");
  await writePrefixes(folder, named("A run: ends/../well"), prefixes.toReversed());
  expect(readFileSync(join(folder, file!), "utf8")).toBe(text);
  expect(await readPrefixes(folder, named("A run: ends/../well"))).toEqual(prefixes.toReversed());
});

test("of a scenario without a file there are none, and a broken file is named", async () => {
  expect(await readPrefixes(root, named("unknown"))).toEqual([]);
  await writePrefixes(root, named("broken"), prefixes);
  const file = join(
    root,
    readdirSync(root).find((name) => name.startsWith("broken"))!,
  );
  writeFileSync(file, "{");
  expect(readPrefixes(root, named("broken"))).rejects.toThrow(/broken-.*Delete it/);
});

test("a folder that cannot be written is told", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  expect(writePrefixes(file, named("any"), prefixes)).rejects.toThrow(/cannot be written/);
});

test("scenarios of one name in two files keep what they reached apart", async () => {
  const folder = join(root, "apart");
  const [one, other] = prefixes;
  await writePrefixes(folder, named("same"), [one!]);
  await writePrefixes(folder, named("same", "b.scenario.ts"), [other!]);
  expect(await readPrefixes(folder, named("same"))).toEqual([one!]);
  expect(await readPrefixes(folder, named("same", "b.scenario.ts"))).toEqual([other!]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test("it makes no difference where the project lies", async () => {
  const [here, there] = ["here", "there"].map((project) => join(root, project));
  for (const project of [here!, there!])
    await writePrefixes(
      join(project, "corpus"),
      { file: join(project, "a.scenario.ts"), name: "same" },
      prefixes,
    );
  const files = (project: string) => readdirSync(join(project, "corpus"));
  expect(files(here!)).toEqual(files(there!));
});
