import type { Scenario } from "../scenario.ts";

/**
 * The words of all that a scenario's run may meet, the names of commands among them. `all`: a part of it is code, which may
 * make any. What is expected of a run is not met by it.
 */
export function wordsOf({ expect: _, ...scenario }: Scenario): ReadonlySet<string> | "all" {
  const words = new Set<string>();
  return addWords(words, scenario) ? words : "all";
}

/** Whether all of the value is data. */
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
