import type { ScheduleCoverage } from "../coverage/schedule-coverage.ts";
import type { RunRecord } from "../record.ts";
import type { Schedule } from "../schedule.ts";
import type { Prefix } from "./prefix.ts";

/** By what was reached: the lowest seed that did, and the beginning of its schedule. */
export type FirstReaches = Record<string, Prefix & { readonly seed: number }>;

/** The kinds of coverage for which a prefix is kept: those that an order of steps can reach. */
const kinds = ["decisions", "pairs", "marks"] as const;

/** Adds what a schedule reached by itself, where no lower seed did before. */
export function addReaches(
  firsts: FirstReaches,
  seed: number,
  {
    coverage,
    record: { stepsAtEvent },
    schedule,
  }: {
    readonly coverage: ScheduleCoverage;
    readonly record: Pick<RunRecord, "stepsAtEvent">;
    readonly schedule: Schedule;
  },
): void {
  for (const kind of kinds) {
    for (const [name, seq] of coverage.reached[kind]) {
      const reaches = `${kind}: ${name}`;
      // What only a companion reached has no step in this schedule.
      if (seq === null || (firsts[reaches] !== undefined && firsts[reaches].seed < seed)) continue;
      const steps = stepsAtEvent[seq - 1] ?? 0;
      const deviations = schedule.deviations.filter(([step]) => step < steps);
      firsts[reaches] = { reaches, seed, steps, deviations };
    }
  }
}

/** The lower seed counts, so that it makes no difference how the seeds were shared out. */
export function joinReaches(sum: FirstReaches, part: FirstReaches): void {
  for (const [reaches, first] of Object.entries(part)) {
    const before = sum[reaches];
    if (before === undefined || first.seed < before.seed) sum[reaches] = first;
  }
}

/** What is new beside the prefixes that are kept already. What the default order reaches needs no prefix. */
export function newPrefixes(firsts: FirstReaches, kept: readonly Prefix[]): readonly Prefix[] {
  const known = new Set(kept.map(({ reaches }) => reaches));
  return Object.values(firsts)
    .filter(({ reaches, deviations }) => deviations.length > 0 && !known.has(reaches))
    .map(({ seed: _, ...prefix }) => prefix);
}
