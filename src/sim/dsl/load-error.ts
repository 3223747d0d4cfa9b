import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { type LoadProblem, placeOrNone } from "./load-problem.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";
import { findPlace, type SourcePlace } from "./source-place.ts";

/** Where this program's own source is: its frames of a stack are no place for a user to look. */
const ownSource = join(import.meta.dir, "..", "..", "/");

/** Why importing a scenario file failed, where, and what to do. */
export async function problemOfError(
  error: unknown,
  file: string,
  source: string,
): Promise<LoadProblem> {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (first instanceof BuildMessage) return syntaxProblem(first, file);
  if (first instanceof ResolveMessage) return await resolveProblem(first, file, source);
  if (first instanceof SyntaxError) return await exportProblem(first, file, source);
  const thrown = first instanceof Error ? first : new Error(thrownText(first));
  const frame = first instanceof Error ? frameOf(thrown) : null;
  return {
    file: frame?.file ?? file,
    line: frame?.line ?? null,
    column: frame?.column ?? null,
    message: `the file threw while it was loaded: ${thrown.message}`,
    suggestion:
      (await otherWord(thrown.message)) ??
      "Mend what the message names; a scenario file must only build its scenarios.",
  };
}

/** `reply(…).wen("x")`: the word that stands behind a reply or a fault and was meant; `null` if none is near. */
async function otherWord(message: string): Promise<string | null> {
  const [, written] = /\.(\w+) is not a function/.exec(message) ?? [];
  if (written === undefined) return null;
  const { overloaded, reply } = await import("../api.ts");
  const suggestion = didYouMean(written, [...Object.keys(reply()), ...Object.keys(overloaded())]);
  return suggestion.startsWith("Did you mean") ? suggestion : null;
}

const syntaxProblem = (error: BuildMessage, file: string): LoadProblem => ({
  file: error.position?.file ?? file,
  line: error.position?.line ?? null,
  column: error.position?.column ?? null,
  message: `syntax error: ${error.message}`,
  suggestion:
    error.position === null
      ? "Mend the file."
      : `Mend this line: ${error.position.lineText.trim()}`,
});

async function resolveProblem(
  error: ResolveMessage,
  file: string,
  source: string,
): Promise<LoadProblem> {
  const importer = error.referrer === "" ? file : error.referrer;
  const text =
    importer === file
      ? source
      : await Bun.file(importer)
          .text()
          .catch(() => "");
  return {
    file: importer,
    ...placeOrNone(findPlace(text, [{ literal: error.specifier }], null)),
    message: `it imports "${error.specifier}", which is not there`,
    suggestion: error.specifier.startsWith(".")
      ? `Mend the path; it is looked up from ${dirname(importer)}.`
      : `The words of a scenario come from "rehearsal/sim"; another package must be installed beside the file.`,
  };
}

/** The runtime tells of a missing export without a place. */
async function exportProblem(
  error: SyntaxError,
  file: string,
  source: string,
): Promise<LoadProblem> {
  const [, name, specifier] =
    /^Export named '(.+)' not found in module '(.+)'/.exec(error.message) ?? [];
  if (name === undefined || specifier === undefined) {
    return {
      file,
      ...placeOrNone(null),
      message: `syntax error: ${error.message}`,
      suggestion: "Mend the file.",
    };
  }
  const isOurs = specifier === "rehearsal/sim" || specifier === join(ownSource, "sim", "api.ts");
  return {
    file,
    ...placeOrNone(placeOfWord(source, name)),
    message: `it imports { ${name} } from "${isOurs ? "rehearsal/sim" : specifier}", which exports no such name`,
    suggestion: isOurs
      ? didYouMean(name, Object.keys(await import("../api.ts")))
      : "Mend the name, or export it there.",
  };
}

function placeOfWord(source: string, word: string): SourcePlace | null {
  const lines = source.split("\n");
  const pattern = new RegExp(`(?<![\\w$])${RegExp.escape(word)}(?![\\w$])`);
  const index = lines.findIndex((line) => pattern.test(line));
  return index < 0 ? null : { line: index + 1, column: lines[index]!.search(pattern) + 1 };
}

/** The innermost frame of a stack that is the user's. */
function frameOf(error: Error): (SourcePlace & { readonly file: string }) | null {
  for (const line of (error.stack ?? "").split("\n")) {
    const [, file, row, column] = /\(?(\/[^()]*):(\d+):(\d+)\)?$/.exec(line) ?? [];
    if (file !== undefined && !file.startsWith(ownSource)) {
      return { file, line: Number(row), column: Number(column) };
    }
  }
  return null;
}

/** What was thrown that is no error, as it would be written in the file. */
function thrownText(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : inspect(thrown, { depth: 1 });
}
