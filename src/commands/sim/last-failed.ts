import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { errorMessage } from "../../core/words/error-message.ts";
import { parseJson } from "../../mock-provider/json-object.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { strategyNames } from "../../sim/search/strategies.ts";
import { simulatedWires } from "../../sim/world/simulated-wire.ts";
import { makeStateFolder, statePlace } from "../../store/state-place.ts";
import { note } from "../output.ts";
import type { Searched } from "./searched.ts";

const lastFailedSchema = z.strictObject({
  version: z.literal(1),
  failures: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      server: z.string().nullable(),
      swarm: z.boolean(),
      strategy: z.enum(strategyNames).nullable().default(null),
      wire: z.enum(simulatedWires).nullable().default(null),
      seeds: z.array(z.int()),
    }),
  ),
});

/** A scenario that failed when it was rehearsed last, the seeds under which it did, and how it was searched. `file` is absolute. */
export type LastFailure = z.infer<typeof lastFailedSchema>["failures"][number];

const fileIn = (folder: string): string => join(statePlace(folder).directory, "last-failed.json");

/** What failed last in this folder; nothing where nothing did, or nothing is known. */
export function readLastFailed(folder: string): readonly LastFailure[] {
  const file = fileIn(folder);
  if (!existsSync(file)) return [];
  const read = lastFailedSchema.safeParse(parseJson(readFileSync(file, "utf8")));
  return read.success ? read.data.failures : [];
}

/** The files of what failed last, as far as they are there. */
export const lastFailedFiles = (folder: string): readonly string[] => [
  ...new Set(readLastFailed(folder).flatMap(({ file }) => (existsSync(file) ? [file] : []))),
];

/**
 * Keeps what failed now in place of what these scenarios did before; what was not rehearsed stays as it was. Nothing
 * is written where nothing ever failed.
 */
export function keepLastFailed(
  folder: string,
  reports: readonly ScenarioReport[],
  work: readonly Pick<Searched, "file" | "scenario" | "server" | "strategy" | "wire">[],
): void {
  const before = readLastFailed(folder);
  const others = before.filter(
    ({ file, name, server }) =>
      !reports.some(
        (report) =>
          resolve(folder, report.file) === file && report.name === name && report.server === server,
      ),
  );
  const failures = [...others, ...reports.flatMap((report) => failureOf(folder, report, work))];
  if (failures.length === 0 && before.length === 0) return;
  try {
    makeStateFolder(statePlace(folder));
    writeFileSync(fileIn(folder), `${JSON.stringify({ version: 1, failures }, null, 2)}\n`);
  } catch (error) {
    note(`What failed could not be kept for --last-failed: ${errorMessage(error)}`);
  }
}

function failureOf(
  folder: string,
  { file: shown, name, server, swarm, failures }: ScenarioReport,
  work: Parameters<typeof keepLastFailed>[2],
): readonly LastFailure[] {
  const file = resolve(folder, shown);
  const searched = work.find(
    (one) => one.file === file && one.scenario.name === name && one.server === server,
  );
  const { strategy = null, wire = null } = searched ?? {};
  const seeds = failures.flatMap(({ seed, isKnown }) => (seed === null || isKnown ? [] : [seed]));
  return seeds.length === 0
    ? []
    : [{ file, name, server, swarm, strategy, wire, seeds: [...new Set(seeds)] }];
}
