import type { Address } from "../../core/ids.ts";
import type { DrawnFault } from "../drawn-fault.ts";
import type { RunRecord } from "../record.ts";

/** The runs of one trial: the rehearsal and its companions under the same schedule. `null`: the trial has no such run. */
export interface Evidence {
  readonly record: RunRecord;
  /** The rehearsal repeated without any change. */
  readonly again: RunRecord | null;
  /** The rehearsal killed at an event and resumed. */
  readonly killed: RunRecord | null;
  /** The rehearsal in which the model's call at `at` fails once. */
  readonly hurt: { readonly record: RunRecord; readonly at: Address } | null;
  /** Faults that were drawn for all these runs. */
  readonly drawn: readonly DrawnFault[];
}

/** One of a trial's runs: the rehearsal itself, the one that was killed and resumed, the one whose call was cut. */
export type RunOfTrial = "itself" | "killed" | "hurt";

/** The record of one of a trial's runs; `null` where it had no such one. */
export function recordOf(evidence: Evidence, run: RunOfTrial): RunRecord | null {
  switch (run) {
    case "itself":
      return evidence.record;
    case "killed":
      return evidence.killed;
    case "hurt":
      return evidence.hurt?.record ?? null;
  }
}
