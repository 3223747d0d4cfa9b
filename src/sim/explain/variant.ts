import type { Event } from "../../core/event.ts";
import type { ReleasedStep } from "../scheduler.ts";
import type { Schedule } from "../schedule.ts";

/** A trial that differs from a failing one in one thing and passes. */
export interface Variant {
  /** In what it differs, in words: `without the crash at event 17`. */
  readonly how: string;
  readonly log: readonly Event[];
}

/** A trial, as far as it is known here: it has an order. */
export interface Ordered {
  readonly schedule: Schedule;
}

/** Whether a trial fails in the same way, and what was released in it. */
export interface VariantRun {
  readonly isFailing: boolean;
  readonly steps: readonly ReleasedStep[];
}

/** Runs trials that differ a little from the smallest that fails. */
export interface Variants<Trial extends Ordered> {
  readonly smallest: {
    readonly trial: Trial;
    readonly record: { readonly steps: readonly ReleasedStep[] };
  };
  /** `how` it differs is remembered where it passes; `null`: it differs in more than one thing. */
  fails(trial: Trial, how: string | null): Promise<VariantRun>;
  /** The order that a seed draws for the smallest trial. */
  drawn(seed: number): Promise<Schedule>;
}

/** Something that the smallest trial still holds, and the trial without it. */
export interface Part<Trial extends Ordered> {
  readonly what: string;
  readonly without: Trial;
}
