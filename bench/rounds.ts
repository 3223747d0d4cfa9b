/** How often each side of a comparison is run, and how many of those runs count. */
export interface Rounds {
  readonly warmUp: number;
  readonly measured: number;
}

/** How much of a suite's rounds are run. */
export type Effort = (rounds: Rounds) => Rounds;

export const inFull: Effort = (rounds) => rounds;

/** Enough to see that everything still runs; its ratios say little. */
export const inShort: Effort = ({ warmUp, measured }) => ({
  warmUp: Math.min(warmUp, 1),
  measured: Math.min(measured, 3),
});
