import type { Address } from "../../core/ids.ts";
import type { DrawnFault } from "../drawn-fault.ts";
import type { RunRecord } from "../record.ts";

/** The runs of one trial: the rehearsal, and its companions under the same schedule. `null`: it had no such one. */
export interface Evidence {
  readonly record: RunRecord;
  /** The same once more, with nothing changed. */
  readonly again: RunRecord | null;
  /** The same, killed at an event and resumed. */
  readonly killed: RunRecord | null;
  /** The same, with the model's call at `at` cut off once. */
  readonly hurt: { readonly record: RunRecord; readonly at: Address } | null;
  /** Faults that all of them met. */
  readonly drawn: readonly DrawnFault[];
}
