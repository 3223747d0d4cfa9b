import type { Candidate } from "../../src/sim/schedule.ts";

/** So many completions that could come next, each of a chain of its own. */
export const candidatesOf = (count: number): readonly Candidate[] =>
  Array.from({ length: count }, (_, number) => ({ number, chain: `chain ${number}` }));
