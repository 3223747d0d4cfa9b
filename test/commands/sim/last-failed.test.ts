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
import { failure, report } from "../../reports/sample-report.ts";

const folder = await mkdtemp(join(tmpdir(), "rehearsal-last-failed-"));
afterAll(() => rm(folder, { recursive: true }));

const names = () => readLastFailed(folder).map(({ name }) => name);

test("what failed is kept with its seeds, until it passes; what was not rehearsed stays", () => {
  keepLastFailed(folder, [report()]);
  expect(existsSync(join(folder, ".rehearsal"))).toBeFalse();

  const failing = { failures: [failure({ seed: 7 }), failure({ seed: 9 }), failure({ seed: 7 })] };
  keepLastFailed(folder, [
    report({ name: "one", swarm: true, ...failing }),
    report({ name: "two", ...failing }),
  ]);
  expect(readLastFailed(folder)[0]).toMatchObject({
    file: join(folder, report().file),
    swarm: true,
    seeds: [7, 9],
  });
  keepLastFailed(folder, [report({ name: "one" })]);
  expect(names()).toEqual(["two"]);
  keepLastFailed(folder, [report({ name: "two" })]);
  expect(names()).toEqual([]);
});

test("its files are those to rehearse where none is named, without what is gone", async () => {
  const file = join(folder, "there.scenario.ts");
  await Bun.write(file, "");
  const failures = [failure({ seed: 1 })];
  keepLastFailed(folder, [
    report({ name: "a", file, failures }),
    report({ name: "b", file, failures }),
    report({ name: "c", file: join(folder, "gone.scenario.ts"), failures }),
  ]);
  expect(lastFailedFiles(folder)).toEqual([file]);
  keepLastFailed(folder, [report({ name: "a", file }), report({ name: "b", file })]);
  keepLastFailed(folder, [report({ name: "c", file: join(folder, "gone.scenario.ts") })]);
});

test("a known failure, or one of no seed, is not kept", () => {
  const failures = [failure({ isKnown: true }), failure({ seed: null })];
  keepLastFailed(folder, [report({ name: "three", failures })]);
  expect(names()).toEqual([]);
});

test("a file that is no list counts as nothing", async () => {
  await Bun.write(join(folder, ".rehearsal", "last-failed.json"), "{}");
  expect(readLastFailed(folder)).toEqual([]);
});
