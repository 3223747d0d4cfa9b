import type { Parameters } from "fast-check";

const multiple = Number(process.env["REHEARSAL_RUNS"] ?? "1");
const seed = Number(process.env["REHEARSAL_SEED"] ?? "20300101");

/**
 * How often a property is tried: modestly, and always the same cases, unless `REHEARSAL_RUNS` multiplies
 * them or `REHEARSAL_SEED` draws others.
 */
export const runs = <Values>(numRuns: number): Parameters<Values> => ({
  numRuns: Math.max(1, Math.round(numRuns * multiple)),
  seed,
  endOnFailure: false,
});

/** Long enough for the multiplied runs. */
export const timeoutMs = 60_000 * Math.max(1, multiple);
