import { afterAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadScenarios } from "../../src/sim/load-scenario.ts";
import { rehearse } from "../../src/sim/rehearse.ts";

const root = join(import.meta.dir, "..", "..");
const skill = await Bun.file(join(root, "skills", "rehearsal", "SKILL.md")).text();
const overview = await Bun.file(join(root, "llms.txt")).text();
const folder = await mkdtemp(join(tmpdir(), "rehearsal-skill-"));
afterAll(() => rm(folder, { recursive: true }));

test("the skill for coding agents has an example that passes under several schedules", async () => {
  await Bun.write(join(folder, "example.scenario.ts"), /```ts\n([\s\S]*?)```/.exec(skill)![1]!);
  const { loaded, problems } = await loadScenarios(["example.scenario.ts"], folder);
  expect(problems).toEqual([]);
  expect((await rehearse(loaded[0]!.scenario, { seeds: 4 })).outcome).toBe("done");
});

test("llms.txt links to pages that there are", () => {
  const links = [...overview.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
