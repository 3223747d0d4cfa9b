import type { Scenario } from "../scenario.ts";

/**
 * All words in a scenario, but for its expectations: the names of the commands that its run may call are among them, so only
 * those need to be loaded. `"all"` where a part of the scenario is code, which may produce any command.
 */
export function wordsOf({ expect: _, ...scenario }: Scenario): ReadonlySet<string> | "all" {
  const words = new Set<string>();
  return addWords(words, scenario) ? words : "all";
}

/** Adds the words of a value; returns whether all of it is data. */
function addWords(words: Set<string>, value: unknown): boolean {
  if (typeof value === "function") return false;
  if (typeof value === "string") {
    for (const word of value.split(betweenWords)) words.add(word);
    return true;
  }
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, member]) => {
    addWords(words, name);
    return addWords(words, member);
  });
}

const betweenWords = /[^\w.+[-]+/;
