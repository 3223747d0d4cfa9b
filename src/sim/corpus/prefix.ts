import type { Candidate, Chooser } from "../schedule.ts";

/** The beginning of a schedule that reached something new: its choices, until that came. */
export interface Prefix {
  /** What it reached, such as `decisions: session: trim`. */
  readonly reaches: string;
  /** How many steps it has. */
  readonly steps: number;
  /** Those of them that are out of the default order, as in `Schedule`. */
  readonly deviations: readonly (readonly [step: number, place: number])[];
}

/** What branches from a prefix is named so among the strategies. */
export const branchName = "branch";

/** Chooses as the prefix did, and from its end on as `rest` does. */
export function branching({ steps, deviations }: Prefix, rest: Chooser): Chooser {
  const places = new Map(deviations);
  return (candidates: readonly Candidate[], step: number) =>
    step < steps ? (places.get(step) ?? 0) % candidates.length : rest(candidates, step);
}
