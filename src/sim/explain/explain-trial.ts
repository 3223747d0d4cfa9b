import type { Deadline } from "../../clock/deadline.ts";
import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { needsOf } from "./needs.ts";
import { racesOf, racesOfDefaultOrder } from "./races.ts";
import type { Ordered, Part, VariantRun, Variants } from "./variant.ts";

/** Which steps race, and what of a trial its failure needs; `null`: it would have taken too long. */
export async function explainTrial<Trial extends Ordered>({
  run,
  isOver = () => false,
  smallest,
  drawn,
  ...needed
}: Pick<Variants<Trial>, "smallest" | "drawn"> & {
  /** Runs another trial than the smallest. */
  readonly run: Variants<Trial>["fails"];
  readonly parts: readonly Part<Trial>[];
  /** How many runs one trial is. */
  readonly runsEach: number;
  /** So many continuations at the most. */
  readonly continuationsMax: number;
  readonly isOver?: Deadline;
}): Promise<Omit<ExplanationReport, "nearest"> | null> {
  /** Both parts look at some of the same orders. */
  const known = new Map<string, VariantRun>();
  const variants: Variants<Trial> = {
    smallest,
    async fails(trial, how) {
      const key = JSON.stringify([trial, how]);
      const before = known.get(key);
      if (before !== undefined) return before;
      if (isOver()) throw tookTooLong;
      const found = await run(trial, how);
      known.set(key, found);
      return found;
    },
    async drawn(seed) {
      if (isOver()) throw tookTooLong;
      return await drawn(seed);
    },
  };
  try {
    const needs = await needsOf(variants, needed);
    const isOfDefaultOrder = smallest.trial.schedule.deviations.length === 0;
    const races = await inTime(
      isOfDefaultOrder ? racesOfDefaultOrder(variants, needs.continuations) : racesOf(variants),
    );
    return { races: races ?? [], ...needs };
  } catch (error) {
    if (error === tookTooLong) return null;
    throw error;
  }
}

/** `null` where it takes too long: what was found before is told all the same. */
async function inTime<Result>(looking: Promise<Result>): Promise<Result | null> {
  try {
    return await looking;
  } catch (error) {
    if (error === tookTooLong) return null;
    throw error;
  }
}

const tookTooLong = new Error("the explanation would take too long");
