/** A mistake, planted by replacing text in one source file, and how exploring must find it out. */
export interface Mutant {
  /** What is wrong, as one would say it. */
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly replace: string;
  readonly by: string;
  /** Which scenario of this folder meets it. */
  readonly scenario: string;
  /** Swarms of faults are drawn besides. */
  readonly faults?: "all";
  /** The way of failing that must be found: a law, or the scenario's own word against it. */
  readonly caughtBy: string;
}
