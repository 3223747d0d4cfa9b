import type { Event } from "../../core/event.ts";
import { fold, reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import { stateDifference } from "./state-difference.ts";

/** Compares the live state with the fold of the log as it would be read back from a disk. */
export interface FoldWitness {
  readonly differences: readonly string[];
  comparisons(): number;
  compare(events: readonly Event[], log: readonly Event[], live: Readonly<State> | null): void;
}

/** From here on every event would cost the square of the log's length: a state grows with its log. */
const everyEventMax = 200;

const isWanted = (watch: FoldWatch, before: number, after: number): boolean =>
  watch !== "end" &&
  ((watch === "every-event" && after <= everyEventMax) || isSampled(before, after));

/** Rarely enough to be cheap, often enough to catch what only shows midway: at 4, 16, 64, 256 …, and the end. */
const isSampled = (before: number, after: number): boolean =>
  Math.floor(Math.log2(before + 1) / 2) !== Math.floor(Math.log2(after + 1) / 2);

/** How often to compare. */
export type FoldWatch = "every-event" | "sampled" | "end";

export function newFoldWitness(watch: FoldWatch): FoldWitness {
  const differences: string[] = [];
  let comparisons = 0;
  let own = newOwnFold([]);
  return {
    differences,
    comparisons: () => comparisons,
    compare(events, log, live) {
      const last = events.at(-1)!;
      const isEnd = last.type === "run.ended";
      if (!isEnd && !isWanted(watch, last.seq - events.length, last.seq)) return;
      comparisons++;
      if (own.log !== log) own = newOwnFold(log);
      const folded = isEnd ? fold(asRead(log)) : own.fold();
      const difference = stateDifference(folded, live);
      if (difference !== null) differences.push(`at event ${last.seq}: ${difference}`);
    },
  };
}

/** A log as it would be read back from a disk. */
const asRead = (log: readonly Event[]): readonly Event[] =>
  JSON.parse(JSON.stringify(log)) as Event[];

/** A state beside the live one, which each event is folded into once: a fold is that of all but the last, and it. */
function newOwnFold(log: readonly Event[]) {
  let state: State | null = null;
  let folded = 0;
  return {
    log,
    fold(): State | null {
      for (; folded < log.length; folded++) state = reduce(state, log[folded]!);
      return state;
    },
  };
}
