import type { Chooser, RandomSource } from "../schedule.ts";

/** A way to draw orders. Mistakes differ in what order they need, and no single way finds them all. */
export interface Strategy {
  /** As `--strategy` takes it and reports show it. */
  readonly name: string;
  /**
   * A chooser for one run. It may keep state from step to step. `expectedSteps` is about how many steps the run
   * will take: the length of the default order.
   */
  chooser(random: RandomSource, expectedSteps: number): Chooser;
}
