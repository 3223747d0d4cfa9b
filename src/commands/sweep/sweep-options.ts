import type { SimOptions } from "../sim/sim-options.ts";

/** The flags of `rehearsal sweep`. */
export interface SweepOptions extends Pick<
  SimOptions,
  | "seeds"
  | "strategy"
  | "faults"
  | "filter"
  | "wire"
  | "reporter"
  | "json"
  | "coverage"
  | "requireSometimes"
> {
  readonly redis: string;
  /** Schedules that a worker takes at once. */
  readonly part: number;
}
