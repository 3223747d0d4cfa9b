import { relative } from "node:path";
import type { LoadProblem } from "../sim/dsl/load-problem.ts";
import type { Servable } from "../sim/dsl/purpose.ts";
import {
  type LoadedScenario,
  type Loading,
  loadScenarios,
  loadServable,
} from "../sim/load-scenario.ts";
import { keepStdout } from "../terminal/own-stdout.ts";
import { pasted } from "./hint.ts";
import { quoted } from "../core/words/quoted.ts";
import { usageError } from "./usage-error.ts";

/** Loads one scenario that can be rehearsed. */
export const loadScenarioFile = (named: string): Promise<LoadedScenario> =>
  loadOne(named, (file) => loadScenarios([file]));

/** Loads one scenario that can be served: `scenario(…)` or `served(…)`. */
export const loadServedFile = (named: string): Promise<LoadedScenario<Servable>> => {
  keepStdout();
  return loadOne(named, loadServable);
};

/**
 * Loads one scenario, named by its file or, where the file holds several, by `FILE#PART-OF-ITS-NAME`. Refuses a
 * file with mistakes, with their places.
 */
async function loadOne<Kind extends { readonly name: string }>(
  named: string,
  load: (file: string) => Promise<Loading<Kind>>,
): Promise<LoadedScenario<Kind>> {
  const { file, wanted } = await placeOf(named);
  const { loaded, problems } = await load(file);
  if (problems.length > 0) throw usageError(problems.map(problemText).join("\n"));
  const meant = loaded.filter(({ scenario }) => scenario.name.includes(wanted));
  const exact = meant.find(({ scenario }) => scenario.name === wanted);
  const [first, ...others] = exact === undefined ? meant : [exact];
  if (first !== undefined && others.length === 0) return first;
  const count = wanted === "" ? `${loaded.length}` : `${meant.length} of that name`;
  const names = loaded.map(({ scenario }) => `\n  ${scenario.name}`).join("");
  throw usageError(
    `Of ${file} one scenario is played, and it holds ${count}. Name it by a part of its name, as in ${quoted(`${file}#PART`)}:${names}`,
  );
}

/** Splits `FILE#TEXT`, unless there is a file whose own name holds the "#". */
async function placeOf(named: string): Promise<{ readonly file: string; readonly wanted: string }> {
  const at = named.lastIndexOf("#");
  if (at < 0 || (await Bun.file(named).exists())) return { file: named, wanted: "" };
  return { file: named.slice(0, at), wanted: named.slice(at + 1) };
}

export function problemText({ file, line, column, message, suggestion }: LoadProblem): string {
  const near = relative(process.cwd(), file);
  const path = near === "" || near.startsWith("..") ? file : near;
  const place = [path, line, column].filter((part) => part !== null).join(":");
  return `${place}: ${message}\n  ${pasted(suggestion)}`;
}
