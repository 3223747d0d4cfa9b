import { afterAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  keepLastFailed,
  lastFailedFiles,
  readLastFailed,
} from "../../../src/commands/sim/last-failed.ts";
import type { Rehearsable } from "../../../src/sim/dsl/purpose.ts";
import type { LoadedScenario } from "../../../src/sim/load-scenario.ts";
import { failure, report } from "../../reports/sample-report.ts";

const folder = await mkdtemp(join(tmpdir(), "rehearsal-last-failed-"));
afterAll(() => rm(folder, { recursive: true }));

type Reports = Parameters<typeof keepLastFailed>[1];
const keep = (reports: Reports): void => keepLastFailed(folder, reports, []);
const names = () => readLastFailed(folder).map(({ name }) => name);

test("what failed is kept with its seeds, until it passes; what was not rehearsed stays", () => {
  keep([report()]);
  expect(existsSync(join(folder, ".rehearsal"))).toBeFalse();

  const failing = { failures: [failure({ seed: 7 }), failure({ seed: 9 }), failure({ seed: 7 })] };
  keep([report({ name: "one", swarm: true, ...failing }), report({ name: "two", ...failing })]);
  expect(readLastFailed(folder)[0]).toMatchObject({
    file: join(folder, report().file),
    swarm: true,
    seeds: [7, 9],
  });
  keep([report({ name: "one" })]);
  expect(names()).toEqual(["two"]);
  keep([report({ name: "two" })]);
  expect(names()).toEqual([]);
});

test("how it was searched is kept with it, and read from a file that says nothing of it", async () => {
  const failing = report({ name: "one", failures: [failure({ seed: 7 })] });
  const file = join(folder, failing.file);
  const how = { strategy: "pct-2", wire: "openai" } as const;
  const scenario = { name: "one" } as LoadedScenario<Rehearsable>["scenario"];
  keepLastFailed(folder, [failing], [{ file, scenario, server: failing.server, ...how }]);
  expect(readLastFailed(folder)).toMatchObject([{ ...how, seeds: [7] }]);
  const kept = join(folder, ".rehearsal", "last-failed.json");
  const { failures } = await Bun.file(kept).json();
  const [{ strategy: _, wire: __, ...older }] = failures;
  await Bun.write(kept, JSON.stringify({ version: 1, failures: [older] }));
  expect(readLastFailed(folder)).toMatchObject([{ strategy: null, wire: null, seeds: [7] }]);
  keep([report({ name: "one" })]);
});

test("its files are those to rehearse where none is named, without what is gone", async () => {
  const file = join(folder, "there.scenario.ts");
  await Bun.write(file, "");
  const failures = [failure({ seed: 1 })];
  keep([
    report({ name: "a", file, failures }),
    report({ name: "b", file, failures }),
    report({ name: "c", file: join(folder, "gone.scenario.ts"), failures }),
  ]);
  expect(lastFailedFiles(folder)).toEqual([file]);
  keep([report({ name: "a", file }), report({ name: "b", file })]);
  keep([report({ name: "c", file: join(folder, "gone.scenario.ts") })]);
});

test("a known failure, or one of no seed, is not kept", () => {
  const failures = [failure({ isKnown: true }), failure({ seed: null })];
  keep([report({ name: "three", failures })]);
  expect(names()).toEqual([]);
});

test("a file that is no list counts as nothing", async () => {
  await Bun.write(join(folder, ".rehearsal", "last-failed.json"), "{}");
  expect(readLastFailed(folder)).toEqual([]);
});
