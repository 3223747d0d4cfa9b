import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { project } from "../../src/core/project.ts";
import { evaluate } from "../../src/sim/expectation.ts";
import { loadScenarios } from "../../src/sim/load-scenario.ts";
import { simulate, warmUp } from "../../src/sim/simulate.ts";
import { seededChooser } from "../../src/sim/schedule.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

test("what the demo plays holds in every order that was tried", async () => {
  const { loaded, problems } = await loadScenarios([
    join(import.meta.dir, "..", "..", "scenarios", "demo.scenario.ts"),
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
