import type { Event } from "../../core/event.ts";

/** Why a failure comes about, as far as trials tell that differ from its smallest one in one thing. */
export interface ExplanationReport {
  /** The steps whose order decides; empty where no order does. */
  readonly races: readonly RaceReport[];
  /** The run nearest to it that passes; `null` where none was found. */
  readonly nearest: {
    /** In what it differs: `without the death of the process at event 17`. */
    readonly how: string;
    /** So many events from the beginning are the same. */
    readonly common: number;
    readonly log: readonly Event[];
  } | null;
  /** In how many orders of what comes after it was run, and in how many of them it fails. */
  readonly continuations: number;
  readonly failing: number;
  /** How many fail without each of its faults and each of its steps out of order. */
  readonly needs: readonly { readonly what: string; readonly failing: number }[];
}

/** Two steps that were both ready: the failure is gone where they change places. */
export interface RaceReport {
  /** The number of the one that came first. */
  readonly step: number;
  readonly first: string;
  readonly second: string;
  /** So many others must change places, too; absent where none must. */
  readonly besides?: number;
}
