import type { Event } from "../core/event.ts";
import { fold } from "../core/reduce/reduce.ts";
import type { State } from "../core/state.ts";

/** Compares the live state with the fold of the log as it would be read back from a disk. */
export interface FoldWitness {
  readonly differences: readonly string[];
  comparisons(): number;
  compare(events: readonly Event[], log: readonly Event[], live: Readonly<State> | null): void;
}

/** Rarely enough to be cheap, often enough to catch what only shows midway: at 4, 16, 64, 256 …, and the end. */
/** From here on every event would cost the square of the log's length. */
const everyEventMax = 200;

const isWanted = (watch: FoldWatch, before: number, after: number): boolean =>
  watch !== "end" &&
  ((watch === "every-event" && after <= everyEventMax) || isSampled(before, after));

const isSampled = (before: number, after: number): boolean =>
  Math.floor(Math.log2(before + 1) / 2) !== Math.floor(Math.log2(after + 1) / 2);

/** How often to compare: folding takes as long as the run itself. */
export type FoldWatch = "every-event" | "sampled" | "end";

export function newFoldWitness(watch: FoldWatch): FoldWitness {
  const differences: string[] = [];
  let comparisons = 0;
  return {
    differences,
    comparisons: () => comparisons,
    compare(events, log, live) {
      const last = events.at(-1)!;
      const isEnd = last.type === "run.ended";
      if (!isEnd && !isWanted(watch, last.seq - events.length, last.seq)) return;
      comparisons++;
      const read = isEnd ? (JSON.parse(JSON.stringify(log)) as Event[]) : log;
      const folded = snapshot(fold(read));
      const actual = snapshot(live);
      if (folded !== actual)
        differences.push(`at event ${last.seq}: ${firstDifference(folded, actual)}`);
    },
  };
}

/** A state as text, with the order of its maps and sets. */
function snapshot(state: Readonly<State> | null): string {
  return JSON.stringify(state, (_key, value: unknown) => {
    if (value instanceof Map) return { map: [...value] };
    if (value instanceof Set) return { set: [...value] };
    return value;
  });
}

function firstDifference(folded: string, live: string): string {
  let at = 0;
  while (folded[at] === live[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  return `folded …${around(folded)}…, live …${around(live)}…`;
}
