import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeReports } from "../../../src/commands/merge/merge-reports.ts";
import { jsonReport, scenarioReports } from "../../../src/reports/sim/json-report.ts";
import type { JsonReport } from "../../../src/reports/sim/json-report.ts";
import { failure, report } from "../../reports/sample-report.ts";

const folder = await mkdtemp(join(tmpdir(), "rehearsal-merge-"));
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, text: string): Promise<string> {
  await Bun.write(join(folder, name), text);
  return join(folder, name);
}
const part = (name: string, ...reports: Parameters<typeof jsonReport>[0]) =>
  written(name, JSON.stringify(jsonReport(reports)));
const into = (file: string) => ({ reporter: [{ type: "json", file } as const] });

test("files are joined into any report, and the exit code is that of sim", async () => {
  const files = [await part("a.json", report()), await part("b.json", report({ name: "other" }))];
  const joined = join(folder, "joined.json");
  expect(await mergeReports(files, into(joined))).toBe(0);
  const read = scenarioReports((await Bun.file(joined).json()) as JsonReport);
  expect(read.map(({ name }) => name)).toEqual(["a limiter is built", "other"]);

  const failed = await part("c.json", report({ failures: [failure()] }));
  expect(await mergeReports([...files, failed], into(joined))).toBe(1);
});

test.each([
  ["not there", "none.json", null, /cannot be read/],
  ["empty", "empty.json", "", /is empty/],
  ["not JSON", "text.json", "no", /holds no JSON/],
  ["of another format", "other.json", '{"version":2,"scenarios":[]}', /no report of this version/],
])("a file that is %s is refused by its name", async (_, name, text, words) => {
  const file = text === null ? join(folder, name) : await written(name, text);
  const merging = mergeReports([file], into(join(folder, "joined.json")));
  expect(merging).rejects.toThrow(words);
  expect(merging).rejects.toThrow(name);
});

test("no command is proposed that writes over a file which is no report", async () => {
  const file = await written("agent.ts", "export {};");
  const merging = mergeReports([file], into(join(folder, "joined.json")));
  expect(merging).rejects.toThrow("agent.ts holds no JSON. Name files that sim wrote: --reporter");
});
