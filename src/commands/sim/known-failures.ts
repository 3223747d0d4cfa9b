import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { parseJson } from "../../mock-provider/json-object.ts";
import { countText } from "../../core/words/count-text.ts";
import type { FailureReport, ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { hint } from "../hint.ts";
import { quoted } from "../../core/words/quoted.ts";
import { usageError } from "../usage-error.ts";
import { errorMessage } from "../../core/words/error-message.ts";

const knownSchema = z.strictObject({
  version: z.literal(1),
  failures: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      faults: z.enum(["scripted", "all"]),
      kind: z.string(),
    }),
  ),
});

/** A failure that a suite has for now: which scenario, with which faults, and its kind. */
export type KnownFailure = z.infer<typeof knownSchema>["failures"][number];

/** The command line that is run, which writes the failures of now into its file. */
const updating = (): string =>
  hint([...process.argv.slice(2).map(quoted), "--update-known"].join(" "));

/** Reads a file of known failures. Throws a `UsageError` where it is none. */
export async function readKnown(file: string): Promise<readonly KnownFailure[]> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) {
    throw usageError(`There is no ${file}. Write the failures of now into it: ${updating()}`);
  }
  const read = knownSchema.safeParse(parseJson(text));
  if (read.success) return read.data.failures;
  throw usageError(
    `${file} is no list of known failures: ${read.error.issues[0]!.path.join(".") || "the whole"}: ${read.error.issues[0]!.message}. Write it anew: ${updating()}`,
  );
}

/** Writes the failures of these reports as the known ones. */
export async function writeKnown(file: string, reports: readonly ScenarioReport[]): Promise<void> {
  const failures = reports.flatMap((report) => report.failures.map((one) => entryOf(report, one)));
  try {
    await writeFile(file, `${JSON.stringify({ version: 1, failures }, null, 2)}\n`);
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(`${file} cannot be written: ${why}. Name a file in a folder that can.`);
  }
}

const entryOf = (report: ScenarioReport, { kind }: FailureReport): KnownFailure => ({
  file: report.file,
  name: report.name,
  faults: report.swarm ? "all" : "scripted",
  kind,
});

const keyOf = ({ file, name, faults, kind }: KnownFailure): string =>
  JSON.stringify([file, name, faults, kind]);

/** Marks what is known. A scenario that fails in known ways alone passes. */
export function withKnown(
  reports: readonly ScenarioReport[],
  known: readonly KnownFailure[],
): readonly ScenarioReport[] {
  const keys = new Set(known.map(keyOf));
  return reports.map((report) => {
    const failures = report.failures.map((one) => ({
      ...one,
      isKnown: keys.has(keyOf(entryOf(report, one))),
    }));
    return { ...report, failures, passed: failures.every(({ isKnown }) => isKnown) };
  });
}

/**
 * What is in the list and did not come, though its scenario was run; `null` for nothing. It fails no build: fewer
 * seeds, or another shard, may just not have met it.
 */
export function tellMended(
  reports: readonly ScenarioReport[],
  known: readonly KnownFailure[],
): string | null {
  const met = new Set(
    reports.flatMap((report) => report.failures.map((one) => keyOf(entryOf(report, one)))),
  );
  const mended = known.filter(
    (one) =>
      !met.has(keyOf(one)) &&
      reports.some(
        (report) =>
          report.file === one.file &&
          report.name === one.name &&
          report.swarm === (one.faults === "all"),
      ),
  );
  if (mended.length === 0) return null;
  const names = mended.map(({ name, kind }) => `  ${name}: ${kind}\n`).join("");
  return `${countText(mended.length, "known failure")} did not come:\n${names}Where they are mended, take them out: ${updating()}`;
}
