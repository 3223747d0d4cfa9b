import { countText } from "../../core/words/count-text.ts";
import { type FirstReaches, joinReaches, newPrefixes } from "../../sim/corpus/first-reach.ts";
import type { Prefix } from "../../sim/corpus/prefix.ts";
import type { Rehearsable } from "../../sim/dsl/purpose.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { makeStateFolder, statePlace } from "../../store/state-place.ts";
import { note } from "../output.ts";
import { type NamedScenario, readPrefixes, writePrefixes } from "./corpus-files.ts";
import type { SimOptions } from "./sim-options.ts";

type Chosen = Pick<LoadedScenario<Rehearsable>, "file" | "scenario">;

/** Beginnings of schedules that reached something new, kept from one search to the next. */
export interface Corpus {
  readonly prefixesOf: (one: Chosen) => readonly Prefix[];
  /** Takes in what a search reached. */
  readonly add: (one: Chosen, firsts: FirstReaches) => void;
  /** Writes what is new, and says so. */
  readonly write: () => Promise<void>;
}

const usualFolder = ".rehearsal/corpus";

/** Opens the corpus of `--corpus`; `null` where none was asked for: then nothing is read, and nothing is written. */
export async function openCorpus(
  { corpus }: Pick<SimOptions, "corpus">,
  chosen: readonly Chosen[],
): Promise<Corpus | null> {
  if (corpus === undefined) return null;
  const folder = corpus === true ? usualFolder : corpus;
  const kept = new Map<string, Kept>();
  for (const { file, scenario } of chosen) {
    const named = { file, name: scenario.name };
    kept.set(keyOf({ file, scenario }), { ...named, prefixes: await readPrefixes(folder, named) });
  }
  const found = new Map<string, FirstReaches>();
  return {
    prefixesOf: (one) => kept.get(keyOf(one))?.prefixes ?? [],
    add(one, firsts) {
      const key = keyOf(one);
      const sum = found.get(key) ?? {};
      joinReaches(sum, firsts);
      found.set(key, sum);
    },
    async write() {
      let count = 0;
      // With the file by which git ignores it.
      if (corpus === true) makeStateFolder(statePlace(process.cwd()));
      for (const [key, firsts] of found) {
        const { prefixes, ...named } = kept.get(key)!;
        const news = newPrefixes(firsts, prefixes);
        if (news.length > 0) await writePrefixes(folder, named, [...prefixes, ...news]);
        count += news.length;
      }
      const known = [...kept.values()].reduce((sum, { prefixes }) => sum + prefixes.length, 0);
      note(
        `Corpus ${folder}: ${countText(known, "beginning")} to branch from, which a quarter of a scenario's seeds do; ${count} new.`,
      );
    },
  };
}

interface Kept extends NamedScenario {
  readonly prefixes: readonly Prefix[];
}

const keyOf = ({ file, scenario }: Chosen): string => JSON.stringify([file, scenario.name]);
