import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { beginningOf, visibleLine } from "../../reports/visible-text.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { findRoot } from "../find-root.ts";
import { print } from "../output.ts";
import { type Completion, completionsOf } from "./completions-of.ts";
import { scripts, type Shell } from "./shells.ts";

/** How many runs are offered: the latest. */
const runsMax = 20;

export function printScript(shell: Shell): void {
  print(scripts[shell]);
}

/** Prints what may stand in the place of the last word: a value, a tab and its meaning on each line. */
export async function printCompletions(program: Command, words: readonly string[]): Promise<void> {
  const runs = await latestRuns(words[words.indexOf("--repo") + 1 || words.length] ?? ".");
  const completions = completionsOf(program, words, { paths: pathsFrom, runs: () => runs });
  print(completions.map(({ value, means }) => `${value}\t${means}\n`).join(""));
}

/** Silent where there is no repository, or one that can't be read: a Tab is no place for errors. */
async function latestRuns(directory: string): Promise<readonly Completion[]> {
  try {
    const root = await findRoot(directory);
    if (!hasState(root)) return [];
    const state = openStateReader(root);
    try {
      const runs = state.listRuns().slice(0, runsMax);
      return [
        { value: "latest", means: "the run that was started last" },
        ...runs.map(({ runId, epic }) => ({
          value: runId,
          means: beginningOf(visibleLine(epic), 60),
        })),
      ];
    } finally {
      state.close();
    }
  } catch {
    return [];
  }
}

/** Hidden ones only where the word begins so. Names with control characters can't be printed on a line, and are left out. */
function pathsFrom(beginning: string): readonly string[] {
  const folder = beginning.slice(0, beginning.lastIndexOf("/") + 1);
  const isHidden = beginning.slice(folder.length).startsWith(".");
  return entriesOf(folder === "" ? "." : folder)
    .filter(({ name }) => name.startsWith(".") === isHidden && name === visibleLine(name))
    .map((entry) => folder + entry.name + (entry.isDirectory() ? "/" : ""));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
