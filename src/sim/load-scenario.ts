import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { z } from "zod";
import type { Incoherence } from "./dsl/coherence.ts";
import { problemOfError } from "./dsl/load-error.ts";
import { type LoadProblem, placeOrNone } from "./dsl/load-problem.ts";
import { beginningMs, loadGiven } from "../clock/virtual/inside.ts";
import { didYouMean } from "../core/words/nearest-name.ts";
import {
  exploring,
  isAgent,
  isOnlyServed,
  type Loadable,
  type Purpose,
  type Rehearsable,
  rehearsing,
  type Servable,
  serving,
} from "./dsl/purpose.ts";
import { provideApi } from "./dsl/provide-api.ts";
import { findMember, findPlace } from "./dsl/source-place.ts";
import type { Scenario } from "./scenario.ts";
import { randomFrom } from "./schedule.ts";

/** A scenario and where it stands. `exportName` is `default`, or `default[2]` within an array. */
export interface LoadedScenario<Kind = Scenario> {
  /** Absolute. */
  readonly file: string;
  readonly exportName: string;
  /** Where its name is written, from 1; 1 where the file computes it. */
  readonly line: number;
  readonly scenario: Kind;
}

export interface Loading<Kind = Scenario> {
  readonly loaded: readonly LoadedScenario<Kind>[];
  readonly problems: readonly LoadProblem[];
}

const ending = ".scenario.ts";

/**
 * Loads what `rehearsal sim` explores: runs of the conductor, and agents of others, whose code may run inside of a
 * simulation from then on.
 */
export async function loadRehearsable(
  paths: readonly string[],
  folder: string = process.cwd(),
  onFile: (file: string) => void = () => {},
): Promise<Loading<Rehearsable>> {
  const { replaceWorld } = await import("../agents/world/replace-world.ts");
  replaceWorld();
  return withoutTwins(await load(paths, folder, exploring, onFile));
}

/**
 * Loads what can be rehearsed from files and, within folders, every `*.scenario.ts`; with no path, the folder
 * `scenarios` of `folder`. Never throws for what a file holds: that is a problem. A file can be loaded once a
 * process: the runtime keeps modules.
 */
export async function loadScenarios(
  paths: readonly string[],
  folder: string = process.cwd(),
): Promise<Loading> {
  return withoutTwins(await load(paths, folder, rehearsing));
}

/** Refuses scenarios of the same name in one file, which neither a report nor a replay code could tell apart. */
function withoutTwins<Kind extends Loadable>(loading: Loading<Kind>): Loading<Kind> {
  const twins = loading.loaded.filter(({ file, scenario }, index) =>
    loading.loaded.some(
      (other, before) =>
        before < index && other.file === file && other.scenario.name === scenario.name,
    ),
  );
  const problems = twins.map(({ file, scenario, exportName }) => ({
    file,
    line: null,
    column: null,
    message: `a second scenario is named "${scenario.name}" (${exportName})`,
    suggestion: "Give each scenario of a file a name of its own.",
  }));
  return { ...loading, problems: [...loading.problems, ...problems] };
}

/** Loads what can be served, from one file. */
export async function loadServable(path: string): Promise<Loading<Servable>> {
  return await load([path], process.cwd(), serving);
}

async function load<Kind extends Loadable>(
  paths: readonly string[],
  folder: string,
  purpose: Purpose<Kind>,
  onFile: (file: string) => void = () => {},
): Promise<Loading<Kind>> {
  provideApi();
  const places = paths.length === 0 ? ["scenarios"] : paths;
  const found = await Promise.all(places.map((path) => filesAt(resolve(folder, path))));
  if (paths.length === 0 && found[0]!.files.length === 0)
    return noneYet(resolve(folder, "scenarios"));
  const files = new Set(found.flatMap((result) => result.files));
  const named = new Set(places.map((path) => resolve(folder, path)));
  const loadings: Loading<Kind>[] = [
    { loaded: [], problems: found.flatMap((result) => result.problems) },
  ];
  for (const file of files) {
    onFile(file);
    loadings.push(await loadFile(file, purpose, named.has(file) ? "named" : "found"));
  }
  return together(loadings);
}

const together = <Kind>(loadings: readonly Loading<Kind>[]): Loading<Kind> => ({
  loaded: loadings.flatMap((loading) => loading.loaded),
  problems: loadings.flatMap((loading) => loading.problems),
});

/** The scenario files that `loadScenarios` would load, absolute. A path that is not there has none. */
export async function scenarioFilesIn(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map((path) => filesAt(resolve(path))));
  return found.flatMap(({ files }) => files);
}

interface Found {
  readonly files: readonly string[];
  readonly problems: readonly LoadProblem[];
}

async function filesAt(path: string): Promise<Found> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) {
    const siblings = await readdir(dirname(path), { withFileTypes: true }).catch(() => []);
    const names = siblings.filter(mayHoldScenarios).map(({ name }) => name);
    return missing(path, `there is no ${path}`, didYouMean(basename(path), names));
  }
  if (!entry.isDirectory()) return { files: [path], problems: [] };
  const names = (await namesIn(path)).toSorted();
  if (names.length > 0) return { files: names, problems: [] };
  return missing(path, `${path} holds no *${ending}`, `Name a file, or save one as NAME${ending}.`);
}

/** Every scenario file below a folder, without `node_modules` and hidden folders. */
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

const mayHoldScenarios = (entry: Dirent): boolean =>
  !entry.name.startsWith(".") &&
  (entry.isDirectory() ? entry.name !== "node_modules" : /\.[cm]?[jt]sx?$/.test(entry.name));

/** Nobody named a path, and the folder that is looked into then has nothing. */
const noneYet = (path: string): Loading<never> => ({
  loaded: [],
  problems: missing(
    path,
    "there is no scenario yet",
    "`rehearsal init` writes a first one there, `rehearsal init --agent` one for an agent of your own; or name a file or a folder.",
  ).problems,
});

const missing = (file: string, message: string, suggestion: string): Found => ({
  files: [],
  problems: [{ file, line: null, column: null, message, suggestion }],
});

/**
 * Chance and time of a file's own code are the same in each process where what is loaded is to be rehearsed, so that its logs
 * are, and its replay codes mean the same.
 */
async function loadFile<Kind extends Loadable>(
  file: string,
  purpose: Purpose<Kind>,
  mention: Origin["mention"],
): Promise<Loading<Kind>> {
  const source = await Bun.file(file)
    .text()
    .catch(() => "");
  let module: { readonly default?: unknown };
  try {
    module = await loadGiven(
      { nowMs: () => beginningMs, random: randomFrom(0), cryptoRandom: randomFrom(1) },
      async () => (await import(file)) as { readonly default?: unknown },
    );
  } catch (error) {
    return { loaded: [], problems: [await problemOfError(error, file, source)] };
  }
  const exported = module.default;
  const isList = Array.isArray(exported);
  const values: readonly unknown[] = isList ? exported : [exported];
  if (exported === undefined || values.length === 0) {
    const message = isList ? "the default export is an empty array" : "there is no default export";
    const suggestion = `Write: ${purpose.example}`;
    return { loaded: [], problems: [{ file, line: 1, column: 1, message, suggestion }] };
  }
  const loadings = await Promise.all(
    values.map((value, index) =>
      loadValue(
        value,
        { file, source, mention, exportName: isList ? `default[${index}]` : "default" },
        purpose,
      ),
    ),
  );
  return together(loadings);
}

interface Origin {
  readonly file: string;
  readonly source: string;
  /** A file that was named on the command line must hold a scenario; one that was found in a folder need not. */
  readonly mention: "named" | "found";
  readonly exportName: string;
}

const lineOf = (source: string, name: string | null): number =>
  (name === null ? null : findPlace(source, [{ literal: name }], null))?.line ?? 1;

async function loadValue<Kind extends Loadable>(
  value: unknown,
  { file, source, mention, exportName }: Origin,
  purpose: Purpose<Kind>,
): Promise<Loading<Kind>> {
  const result = (await schemaFor(value)).safeParse(value);
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
  const scenario: Loadable = result.data;
  const accepted = purpose.accept(scenario);
  if (mention === "found" && accepted === null) return { loaded: [], problems: [] };
  const complaints = [...(await incoherences(scenario)), ...purpose.complaintsAbout(scenario)];
  if (complaints.length === 0 && accepted !== null)
    return {
      loaded: [{ file, exportName, line: lineOf(source, name), scenario: accepted }],
      problems: [],
    };
  const problems = complaints.map((complaint) => ({
    file,
    ...placeOrNone(findPlace(source, complaint.clues, name)),
    message: `${subject}: ${complaint.message}`,
    suggestion: complaint.suggestion,
  }));
  return { loaded: [], problems };
}

async function incoherences(scenario: Loadable): Promise<readonly Incoherence[]> {
  if (isOnlyServed(scenario) || isAgent(scenario)) return [];
  const { complaintsAbout } = await import("./dsl/coherence.ts");
  return complaintsAbout(scenario);
}

async function schemaFor(value: unknown): Promise<z.ZodType<Loadable>> {
  if (value === null || typeof value !== "object" || !("type" in value)) {
    const { scenarioSchema } = await import("./scenario-schema.ts");
    return scenarioSchema;
  }
  if (value.type !== "agent") {
    const { servedSchema } = await import("./dsl/served-schema.ts");
    return servedSchema;
  }
  const { agentSchema } = await import("../agents/agent-schema.ts");
  return agentSchema;
}

function nameOf(value: unknown): string | null {
  if (value === null || typeof value !== "object" || !("name" in value)) return null;
  return typeof value.name === "string" ? value.name : null;
}
