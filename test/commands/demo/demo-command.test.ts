import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { project } from "../../../src/core/project.ts";
import { evaluate } from "../../../src/sim/expectation.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { type Desk, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

test("what the demo plays holds in every order that was tried", async () => {
  const { loaded, problems } = await loadScenarios([
    join(import.meta.dir, "..", "..", "..", "scenarios", "demo.scenario.ts"),
  ]);
  expect(problems).toEqual([]);
  const { scenario } = loaded[0]!;
  await warmUp();
  for (const seed of [0, 1, 2, 3]) {
    const record = await simulate({ scenario, choose: seededChooser(seed) });
    expect(record.problems).toEqual([]);
    const run = { ...project(record.log), log: record.log, files: record.files };
    const unmet = evaluate(scenario.expect, run).filter(({ passed }) => !passed);
    expect(unmet).toEqual([]);
  }
});

describe("the demo of another scenario", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await newDesk();
  });
  afterAll(() => desk.clear());
  const shipped = (name: string) => join(import.meta.dir, "..", "..", "..", "scenarios", name);

  test("is played on a repository that begins with its workspace", async () => {
    const { exitCode, stdout } = await desk.rehearsal("demo", shipped("edited.scenario.ts"));
    expect(stdout).toContain("What the run starts from");
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    const [, root] = /a real git repository in (\S+)/.exec(stdout)!;
    for (const next of ["context latest", "show latest --usage"])
      expect(stdout).toContain(` ${next} --repo ${root}`);
    expect(await desk.git(root!, "status", "--porcelain")).toBe("");
    await rm(root!, { recursive: true });
  });

  test("names those of a file that holds several, and plays the one that is meant", async () => {
    const several = shipped("budget.scenario.ts");
    for (const named of [several, `${several}#a call past`, `${several}#no such`]) {
      const { exitCode, stdout, stderr } = await desk.rehearsal("demo", named);
      expect(stderr).toContain("a call past a budget that the person does not raise is never sent");
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    }
    const meant = `${several}#never sent`;
    expect(await desk.rehearsal("demo", meant)).toMatchObject({ exitCode: 1 });
  });
});
