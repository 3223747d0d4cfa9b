import { afterAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedFile, stampsOf, withImports } from "../../../src/commands/sim/watched-files.ts";

const folder = realpathSync(await mkdtemp(join(tmpdir(), "rehearsal-watched-")));
afterAll(() => rm(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

await Bun.write(
  at("a.scenario.ts"),
  'import { b } from "./b.ts";\nimport { scenario } from "rehearsal/sim";\nexport default scenario(b);\n',
);
await Bun.write(at("b.ts"), 'export { c as b } from "./deep/c";\n');
await Bun.write(at("deep/c.ts"), 'import "./none.ts";\nimport "../b.ts";\nexport const c = 1;\n');

test("what a scenario imports is watched at any depth, without packages and what is not there", () => {
  expect(withImports([at("a.scenario.ts")])).toEqual([
    at("a.scenario.ts"),
    at("b.ts"),
    at("deep/c.ts"),
  ]);
});

test("a file that is half written imports nothing", async () => {
  await Bun.write(at("half.scenario.ts"), 'import { b } from "./b.ts');
  expect(withImports([at("half.scenario.ts")])).toEqual([at("half.scenario.ts")]);
});

describe("a change is seen where a file", () => {
  const before = stampsOf([at("b.ts"), at("later.scenario.ts")]);
  test("is written", async () => {
    await Bun.write(at("b.ts"), "export const b = 12345;\n");
    expect(changedFile(before, stampsOf([...before.keys()]))).toBe(at("b.ts"));
  });
  test("appears", async () => {
    await Bun.write(at("later.scenario.ts"), "");
    expect(changedFile(before, stampsOf([at("later.scenario.ts")]))).toBe(at("later.scenario.ts"));
    expect(changedFile(new Map(), stampsOf([at("later.scenario.ts")]))).toBe(
      at("later.scenario.ts"),
    );
  });
  test("goes, and nowhere else", async () => {
    const now = stampsOf([at("b.ts"), at("later.scenario.ts")]);
    expect(changedFile(now, stampsOf([...now.keys()]))).toBeNull();
    await rm(at("later.scenario.ts"));
    expect(changedFile(now, stampsOf([...now.keys()]))).toBe(at("later.scenario.ts"));
  });
});
