import {
  keepRulesToo,
  keptRulesPath,
  readKeptRules,
  writeKeptRules,
} from "../../config/kept-rules.ts";
import { ruleFromWords } from "../../config/rule-from-words.ts";
import type { Rule } from "../../core/gates/rule.ts";
import { hasState, makeStateFolder, statePlace } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { ruleText } from "../../terminal/popups/rule-text.ts";
import { findRoot } from "../find-root.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { type OutputFormat, print, printJson } from "../output.ts";
import { usageError } from "../usage-error.ts";
import { alwaysRules } from "./always-rules.ts";

export async function listRules(directory: string, format: OutputFormat): Promise<void> {
  const root = await findRoot(directory);
  const rules = readKeptRules(root);
  if (format === "json") return printJson({ rules });
  print(rules.length === 0 ? "No rules are kept here.\n" : listText(rules));
}

export async function addRule(
  directory: string,
  action: "allow" | "deny",
  words: string,
): Promise<void> {
  const root = await findRoot(directory);
  write(root, [...readKeptRules(root), ruleFromWords(action, words)]);
}

/** `number` counts from 1. */
export async function removeRule(directory: string, number: number): Promise<void> {
  const root = await findRoot(directory);
  const rules = readKeptRules(root);
  if (rules[number - 1] === undefined)
    throw usageError(
      `There is no rule ${number} in ${keptRulesPath(root)}. \`rehearsal rules\` lists them.`,
    );
  write(root, rules.toSpliced(number - 1, 1));
}

/** Adds what a person has answered with `always` in a run, where it is not kept yet. */
export async function keepRules(directory: string, wanted: string): Promise<void> {
  const root = await findRoot(directory);
  if (!hasState(root)) throw noRuns(await runsElsewhere(root));
  const state = openStateReader(root);
  try {
    const { runId } = findRun(state.listRuns(), wanted);
    // With it comes the file that keeps git from seeing any of it.
    makeStateFolder(statePlace(root));
    if (keepRulesToo(root, alwaysRules(state.readEvents(runId))).length === 0)
      throw usageError(`Nothing was answered with "always" in run ${runId} that is not kept yet.`);
    print(listText(readKeptRules(root)));
  } finally {
    state.close();
  }
}

function write(root: string, rules: readonly Rule[]): void {
  // With it comes the file that keeps git from seeing any of it.
  makeStateFolder(statePlace(root));
  writeKeptRules(root, rules);
  print(listText(rules));
}

const listText = (rules: readonly Rule[]): string =>
  rules.map((rule, index) => `${String(index + 1).padStart(3)}  ${ruleText(rule)}\n`).join("");
