import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { randomFrom, type Schedule } from "../schedule.ts";
import type { Ordered, Part, Variants } from "./variant.ts";

/** Where a run is long there are fewer continuations: the steps of all together are bounded. */
const stepsMax = 3_000;
/** Parts of a trial that are looked at; one that has more could not be shrunk. */
const partsMax = 6;
/** A continuation may be longer than the run that failed. */
export const moreSteps = 40;
const placesMax = 8;

/** How often the trial fails, and how often it does without each of its parts, whatever order comes after them. */
export async function needsOf<Trial extends Ordered>(
  { smallest, fails }: Variants<Trial>,
  {
    parts: all,
    runsEach,
    continuationsMax,
  }: {
    readonly parts: readonly Part<Trial>[];
    /** How many runs one trial is. */
    readonly runsEach: number;
    readonly continuationsMax: number;
  },
): Promise<Pick<ExplanationReport, "continuations" | "failing" | "needs">> {
  const { trial, record } = smallest;
  const parts = all.slice(0, partsMax);
  for (const { what, without } of parts) await fails(without, `without ${what}`);
  const runs = (parts.length + 1) * runsEach;
  const affordable = Math.floor(stepsMax / (runs * Math.max(1, record.steps.length)));
  const continuations = Math.min(continuationsMax, Math.max(2, affordable));
  const from = (trial.schedule.deviations.at(-1)?.[0] ?? -1) + 1;
  const until = record.steps.length + moreSteps;
  const failuresOf = async (base: Trial): Promise<number> => {
    let count = 0;
    for (let seed = 1; seed <= continuations; seed++) {
      const schedule = continued(base.schedule, { seed, from, until });
      if ((await fails({ ...base, schedule }, null)).isFailing) count++;
    }
    return count;
  };
  const failing = await failuresOf(trial);
  const needs: { what: string; failing: number }[] = [];
  for (const { what, without } of parts) needs.push({ what, failing: await failuresOf(without) });
  return { continuations, failing, needs };
}

/** The schedule, followed by a drawn order from step `from` to step `until`. */
export function continued(
  { deviations }: Schedule,
  { seed, from, until }: { readonly seed: number; readonly from: number; readonly until: number },
): Schedule {
  const random = randomFrom(seed ^ 0xc0de);
  const drawn: [number, number][] = [];
  for (let step = from; step < until; step++)
    if (random() < 0.5) drawn.push([step, Math.floor(random() * placesMax)]);
  return { deviations: [...deviations, ...drawn] };
}

/** The steps that came out of their turn. */
export const orderParts = <Trial extends Ordered>({
  trial,
  record,
}: Variants<Trial>["smallest"]): readonly Part<Trial>[] =>
  trial.schedule.deviations.map((deviation) => ({
    what: orderWords(deviation[0], record.steps[deviation[0]]),
    without: {
      ...trial,
      schedule: { deviations: trial.schedule.deviations.filter((other) => other !== deviation) },
    },
  }));

const orderWords = (
  step: number,
  released: { readonly label: string; readonly overtook: string | null } | undefined,
): string =>
  released === undefined || released.overtook === null
    ? `the order of step ${step}`
    : `the order of step ${step} (${released.label} before ${released.overtook})`;
