import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { plugin } from "bun";
import { complaintsAbout } from "./dsl/coherence.ts";
import { problemOfError } from "./dsl/load-error.ts";
import { type LoadProblem, placeOrNone } from "./dsl/load-problem.ts";
import { didYouMean } from "./dsl/nearest.ts";
import { findMember, findPlace } from "./dsl/source-place.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario and where it stands. `exportName` is `default`, or `default[2]` within an array. */
export interface LoadedScenario {
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
  readonly scenario: Scenario;
}

export interface Loading {
  readonly loaded: readonly LoadedScenario[];
  readonly problems: readonly LoadProblem[];
}

const ending = ".scenario.ts";

/**
 * Loads files and, within folders, every `*.scenario.ts`; with no path, the folder `scenarios` of
 * `folder`. Never throws for what a file holds: that is a problem. A file can be loaded once a process:
 * the runtime keeps modules.
 */
export async function loadScenarios(
  paths: readonly string[],
  folder: string = process.cwd(),
): Promise<Loading> {
  provideApi();
  const places = paths.length === 0 ? ["scenarios"] : paths;
  const found = await Promise.all(places.map((path) => filesAt(resolve(folder, path))));
  const files = new Set(found.flatMap((result) => result.files));
  const loadings: Loading[] = [
    { loaded: [], problems: found.flatMap((result) => result.problems) },
  ];
  for (const file of files) loadings.push(await loadFile(file));
  return {
    loaded: loadings.flatMap((loading) => loading.loaded),
    problems: loadings.flatMap((loading) => loading.problems),
  };
}

/**
 * Answers `rehearsal/sim` from this program, for files in any folder. A virtual module, because Bun asks
 * no run-time `onResolve` about the imports of an imported file; it also wins over an installed copy.
 */
function provideApi(): void {
  void plugin({
    name: "rehearsal",
    setup(build) {
      build.module("rehearsal/sim", async () => ({
        exports: await import("./api.ts"),
        loader: "object",
      }));
    },
  });
}

interface Found {
  readonly files: readonly string[];
  readonly problems: readonly LoadProblem[];
}

async function filesAt(path: string): Promise<Found> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) {
    const siblings = await readdir(dirname(path)).catch(() => []);
    return missing(path, `there is no ${path}`, didYouMean(basename(path), siblings));
  }
  if (!entry.isDirectory()) return { files: [path], problems: [] };
  const names = (await namesIn(path)).toSorted();
  if (names.length > 0) return { files: names, problems: [] };
  return missing(path, `${path} holds no *${ending}`, `Name a file, or save one as NAME${ending}.`);
}

/** Every scenario file below a folder; what is installed or hidden is nobody's scenario. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = await Promise.all(
    entries.map(async (entry) => {
      if (entry.name.startsWith(".") || entry.name === "node_modules") return [];
      if (entry.isDirectory()) return await namesIn(join(folder, entry.name));
      return entry.name.endsWith(ending) ? [join(folder, entry.name)] : [];
    }),
  );
  return names.flat();
}

const missing = (file: string, message: string, suggestion: string): Found => ({
  files: [],
  problems: [{ file, line: null, column: null, message, suggestion }],
});

async function loadFile(file: string): Promise<Loading> {
  const source = await Bun.file(file)
    .text()
    .catch(() => "");
  let module: { readonly default?: unknown };
  try {
    module = (await import(file)) as { readonly default?: unknown };
  } catch (error) {
    return { loaded: [], problems: [await problemOfError(error, file, source)] };
  }
  const exported = module.default;
  const isList = Array.isArray(exported);
  const values: readonly unknown[] = isList ? exported : [exported];
  if (exported === undefined || values.length === 0) {
    const message = isList ? "the default export is an empty array" : "there is no default export";
    const suggestion = "Write: export default scenario({ … }), or an array of scenarios.";
    return { loaded: [], problems: [{ file, line: 1, column: 1, message, suggestion }] };
  }
  const loadings = await Promise.all(
    values.map((value, index) =>
      loadValue(value, { file, source, exportName: isList ? `default[${index}]` : "default" }),
    ),
  );
  return {
    loaded: loadings.flatMap((loading) => loading.loaded),
    problems: loadings.flatMap((loading) => loading.problems),
  };
}

interface Origin {
  readonly file: string;
  readonly source: string;
  readonly exportName: string;
}

async function loadValue(value: unknown, origin: Origin): Promise<Loading> {
  const { scenarioSchema } = await import("./scenario-schema.ts");
  const { file, source, exportName } = origin;
  const result = scenarioSchema.safeParse(value);
  const name = nameOf(value);
  const subject = name === null ? `the export ${exportName}` : `scenario "${name}"`;
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const path = issue.path.map((step) =>
        typeof step === "number" ? `[${step}]` : `.${String(step)}`,
      );
      const member =
        issue.code === "unrecognized_keys"
          ? issue.keys[0]
          : issue.path.findLast((step) => typeof step === "string");
      const place = member === undefined ? null : findMember(source, member, name);
      const where = path.length === 0 ? "" : ` at ${path.join("").replace(/^\./, "")}`;
      return {
        file,
        ...placeOrNone(place),
        message: `${subject}${where}: ${issue.message}`,
        suggestion:
          "Build it with scenario({ … }) and the words of rehearsal/sim: their types say what fits.",
      };
    });
    return { loaded: [], problems };
  }
  const problems = complaintsAbout(result.data).map((complaint) => {
    const place = findPlace(source, complaint.clues, name);
    return {
      file,
      ...placeOrNone(place),
      message: `${subject}: ${complaint.message}`,
      suggestion: complaint.suggestion,
    };
  });
  return problems.length > 0
    ? { loaded: [], problems }
    : { loaded: [{ file, exportName, scenario: result.data }], problems: [] };
}

function nameOf(value: unknown): string | null {
  if (value === null || typeof value !== "object" || !("name" in value)) return null;
  return typeof value.name === "string" ? value.name : null;
}
