import type { Event } from "../../core/event.ts";
import type { ReleasedStep } from "../scheduler.ts";
import type { Schedule } from "../schedule.ts";
import type { Trial, TrialResult } from "../trial.ts";

/** A trial that differs from a failing one in one thing and passes. */
export interface Variant {
  /** In what it differs, in words: `without the crash at event 17`. */
  readonly how: string;
  readonly log: readonly Event[];
}

/** Runs trials that differ a little from the smallest that fails. */
export interface Variants {
  readonly smallest: TrialResult;
  /**
   * Whether a trial fails in the same way. `how` it differs is remembered where it passes; `null`: it differs in
   * more than one thing.
   */
  fails(
    trial: Trial,
    how: string | null,
  ): Promise<{ readonly isFailing: boolean; readonly steps: readonly ReleasedStep[] }>;
  /** The order that a seed draws for the smallest trial. */
  drawn(seed: number): Promise<Schedule>;
}
