import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Code that a scenario may import. */
const code = /\.[cm]?[jt]sx?$/;

/**
 * These scenario files and all files of the project that they import, at any depth. Packages are left out: who
 * changes one starts again.
 */
export function withImports(scenarioFiles: readonly string[]): readonly string[] {
  const files = new Set(scenarioFiles);
  // A set hands out what is added while it is walked.
  for (const file of files) {
    for (const imported of importsOf(file)) files.add(imported);
  }
  return [...files].toSorted();
}

function importsOf(file: string): readonly string[] {
  if (!code.test(file) || !existsSync(file)) return [];
  return specifiersOf(readFileSync(file, "utf8"))
    .filter((specifier) => specifier.startsWith("."))
    .flatMap((specifier) => resolved(specifier, dirname(file)));
}

function specifiersOf(source: string): readonly string[] {
  try {
    return new Bun.Transpiler({ loader: "tsx" }).scanImports(source).map(({ path }) => path);
  } catch {
    // A file that is just being written: its imports are found at its next change.
    return [];
  }
}

function resolved(specifier: string, folder: string): readonly string[] {
  try {
    return [Bun.resolveSync(specifier, folder)];
  } catch {
    return [];
  }
}

/** When each file was last written, and how long it is; empty where there is none. */
export function stampsOf(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.map((file) => {
      const entry = statSync(file, { throwIfNoEntry: false });
      return [file, entry === undefined ? "" : `${entry.mtimeMs} ${entry.size}`];
    }),
  );
}

/** The first file that was written, appeared or went. */
export function changedFile(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string | null {
  return [...after.keys()].find((file) => before.get(file) !== after.get(file)) ?? null;
}
