import type { Candidate, Chooser } from "../schedule.ts";

/** The beginning of a schedule that reached something new: its choices, until that came. */
export interface Prefix {
  /** What it reached, such as `decisions: session: trim`. */
  readonly reaches: string;
  /** How many steps it has. */
  readonly steps: number;
  /** The steps of it that are out of the default order, as in `Schedule`. */
  readonly deviations: readonly (readonly [step: number, place: number])[];
}

/** How reports call the strategy of an order that branches from a prefix. */
export const branchName = "branch";

/** Chooses as the prefix did, and from its end on as `rest` does. */
export function branching({ steps, deviations }: Prefix, rest: Chooser): Chooser {
  const places = new Map(deviations);
  return (candidates: readonly Candidate[], step: number) =>
    step < steps ? (places.get(step) ?? 0) % candidates.length : rest(candidates, step);
}
