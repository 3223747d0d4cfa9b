import { countText } from "../../core/words/count-text.ts";
import { type FirstReaches, joinReaches, newPrefixes } from "../../sim/corpus/first-reach.ts";
import type { Prefix } from "../../sim/corpus/prefix.ts";
import type { Rehearsable } from "../../sim/dsl/purpose.ts";
import { makeStateFolder, statePlace } from "../../store/state-place.ts";
import { note } from "../output.ts";
import { readPrefixes, writePrefixes } from "./corpus-files.ts";
import type { SimOptions } from "./sim-options.ts";

/** Beginnings of schedules that reached something new, kept from one search to the next. */
export interface Corpus {
  readonly prefixesOf: (scenario: Rehearsable) => readonly Prefix[];
  /** Takes in what a search reached. */
  readonly add: (scenario: Rehearsable, firsts: FirstReaches) => void;
  /** Writes what is new, and says so. */
  readonly write: () => Promise<void>;
}

const usualFolder = ".rehearsal/corpus";

/** Opens the corpus of `--corpus`; `null` where none was asked for: then nothing is read, and nothing is written. */
export async function openCorpus(
  { corpus }: Pick<SimOptions, "corpus">,
  chosen: readonly { readonly scenario: Rehearsable }[],
): Promise<Corpus | null> {
  if (corpus === undefined) return null;
  const folder = corpus === true ? usualFolder : corpus;
  const kept = new Map<string, readonly Prefix[]>();
  for (const { scenario } of chosen) {
    kept.set(scenario.name, await readPrefixes(folder, scenario.name));
  }
  const found = new Map<string, FirstReaches>();
  return {
    prefixesOf: ({ name }) => kept.get(name) ?? [],
    add({ name }, firsts) {
      const sum = found.get(name) ?? {};
      joinReaches(sum, firsts);
      found.set(name, sum);
    },
    async write() {
      let count = 0;
      // With the file by which git ignores it.
      if (corpus === true) makeStateFolder(statePlace(process.cwd()));
      for (const [name, firsts] of found) {
        const before = kept.get(name) ?? [];
        const news = newPrefixes(firsts, before);
        if (news.length > 0) await writePrefixes(folder, name, [...before, ...news]);
        count += news.length;
      }
      const known = [...kept.values()].reduce((sum, { length }) => sum + length, 0);
      note(
        `Corpus ${folder}: ${countText(known, "beginning")} to branch from, which a quarter of a scenario's seeds do; ${count} new.`,
      );
    },
  };
}
