import type { Event } from "../../core/event.ts";
import { fold, reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import { asRead } from "./as-read.ts";
import { stateDifference } from "./state-difference.ts";

/** Compares the live state with the fold of the log as it would be read back from a disk. */
export interface FoldWitness {
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

/** One comparison, and where the two differed. */
export interface FoldComparison {
  /** Whether it was made because the run had ended, which every witness does. */
  readonly isOfEnd: boolean;
  readonly difference: string | null;
}

/** Adds what it compares to `comparisons`. */
export function newFoldWitness(watch: FoldWatch, comparisons: FoldComparison[]): FoldWitness {
  let own = newOwnFold([]);
  return {
    compare(events, log, live) {
      const last = events.at(-1)!;
      const isOfEnd = last.type === "run.ended";
      if (!isOfEnd && !isWanted(watch, last.seq - events.length, last.seq)) return;
      if (own.log !== log) own = newOwnFold(log);
      const folded = isOfEnd ? fold(asRead(log)) : own.fold();
      const found = stateDifference(folded, live);
      const difference = found === null ? null : `at event ${last.seq}: ${found}`;
      comparisons.push({ isOfEnd, difference });
    },
  };
}

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
