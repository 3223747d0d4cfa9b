import type { Event } from "../../core/event.ts";
import { fold, reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import { asRead } from "./as-read.ts";
import { stateDifference } from "./state-difference.ts";

/** Compares the live state with the fold of the log as it would be read back from a disk. */
export interface FoldWitness {
  compare(events: readonly Event[], log: readonly Event[], live: Readonly<State> | null): void;
}

/** The last event up to which every one is compared. A state grows with its log, so all of a long log would take too long. */
const everyEventMax = 200;

const isWanted = (watch: FoldWatch, before: number, after: number): boolean =>
  watch !== "end" &&
  ((watch === "every-event" && after <= everyEventMax) || isSampled(before, after));

/** Compares at events 3, 15, 63, 255 … (and the end): cheap, and it finds differences that are gone at the end. */
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

/** A fold that goes on where it ended last, so that each event is folded once however often states are compared. */
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
