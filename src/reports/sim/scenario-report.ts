import type { Event } from "../../core/event.ts";
import type { Projection } from "../../core/projection.ts";

/** What one scenario came to, over all schedules that were tried: what every reporter tells. */
export interface ScenarioReport {
  /** As it was given, relative to the working directory. */
  readonly file: string;
  readonly name: string;
  readonly passed: boolean;
  /** Schedules that were run. */
  readonly seeds: number;
  /** Whether faults were drawn besides those that the scenario names. */
  readonly swarm: boolean;
  readonly durationMs: number;
  readonly failures: readonly FailureReport[];
  readonly laws: readonly LawReport[];
  /** Of the first schedule. */
  readonly projection: Projection;
  /** The log of the first schedule, or of the first failure where there is one: what the lanes show. */
  readonly log: readonly Event[];
}

/** One way of failing, in its smallest form. */
export interface FailureReport {
  /** The first seed that failed in this way, and how many did; `null` for a replay, which has none. */
  readonly seed: number | null;
  readonly count: number;
  /** What failed, in short: `law 3 (gate)`, `unmatched-popup`, `expectation`. */
  readonly kind: string;
  /** In full, for people. */
  readonly messages: readonly string[];
  /** Whether the same trial gave the same log when it was run again. */
  readonly deterministic: boolean;
  /** What replays it, to be pasted: `rehearsal sim FILE --replay CODE`. */
  readonly command: string;
  readonly code: string;
  /** Steps out of the default order, and faults, that are left. */
  readonly deviations: number;
  readonly faults: readonly string[];
  /** The steps of the smallest run. */
  readonly steps: readonly StepReport[];
}

export interface StepReport {
  readonly step: number;
  /** Since the run's start. */
  readonly atMs: number;
  readonly label: string;
  /** How many steps could have come, and which of them did: 0 is the default. */
  readonly candidates: number;
  readonly place: number;
}

export interface LawReport {
  readonly law: number;
  readonly name: string;
  /** In how many schedules it held, was broken, was not exercised, could not be checked. */
  readonly holds: number;
  readonly broken: number;
  readonly notExercised: number;
  readonly unknown: number;
  /** How often it could have been broken. */
  readonly exercised: number;
}
