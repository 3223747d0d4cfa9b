import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { errorMessage } from "../../core/words/error-message.ts";
import { parseJson } from "../../mock-provider/json-object.ts";
import type { Prefix } from "../../sim/corpus/prefix.ts";
import { usageError } from "../usage-error.ts";

const place = z.int().nonnegative();
const corpusSchema = z.strictObject({
  version: z.literal(2),
  file: z.string(),
  scenario: z.string(),
  prefixes: z.array(
    z.strictObject({
      reaches: z.string(),
      steps: place,
      deviations: z.array(z.tuple([place, place])),
    }),
  ),
});

/** A scenario, by what tells it from all others: two files may each have one of the same name. */
export interface NamedScenario {
  /** Absolute. */
  readonly file: string;
  readonly name: string;
}

/** Reads the prefixes that are kept of a scenario: none where there is no file. Throws a `UsageError` for a broken one. */
export async function readPrefixes(
  folder: string,
  scenario: NamedScenario,
): Promise<readonly Prefix[]> {
  const file = fileOf(folder, scenario);
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return [];
  const read = corpusSchema.safeParse(parseJson(text));
  if (read.success) return read.data.prefixes;
  const [issue] = read.error.issues;
  throw usageError(
    `${file} holds no prefixes: ${issue!.path.join(".") || "the whole"}: ${issue!.message}. Delete it: the next search finds them again.`,
  );
}

/** Writes them, each in a line of its own so that a change is easy to read. Throws a `UsageError` where it can't. */
export async function writePrefixes(
  folder: string,
  scenario: NamedScenario,
  prefixes: readonly Prefix[],
): Promise<void> {
  const sorted = prefixes.toSorted((a, b) => (a.reaches < b.reaches ? -1 : 1));
  const lines = sorted.map((prefix) => `    ${JSON.stringify(prefix)}`).join(",\n");
  const [file, name] = [pathFrom(folder, scenario), scenario.name].map((word) =>
    JSON.stringify(word),
  );
  const head = `  "version": 2,\n  "file": ${file},\n  "scenario": ${name},\n`;
  const text = `{\n${head}  "prefixes": [\n${lines}\n  ]\n}\n`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(fileOf(folder, scenario), text);
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(
      `The corpus cannot be written to ${folder}: ${why}. Name another: --corpus FOLDER`,
    );
  }
}

/** A name that people can read, and that two scenarios never share. One of version 1 is of the name alone, and not read. */
function fileOf(folder: string, scenario: NamedScenario): string {
  const words = scenario.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const hash = createHash("sha256")
    .update(JSON.stringify([pathFrom(folder, scenario), scenario.name]))
    .digest("hex")
    .slice(0, 8);
  return join(folder, `${words.slice(0, 40).replaceAll(/^-|-$/g, "")}-${hash}.json`);
}

/** From the corpus, so that it is the same on each machine and from wherever `sim` is started. */
const pathFrom = (folder: string, { file }: NamedScenario): string =>
  relative(folder, file).replaceAll(sep, "/");
