import type { ExplanationReport } from "../../reports/sim/explanation-report.ts";
import { wordsOfFault } from "./fault-words.ts";
import { randomFrom, type Schedule } from "../schedule.ts";
import type { Trial } from "../trial.ts";
import type { Variants } from "./variant.ts";

/** So many continuations at the most, and fewer where a run is long: the steps of all together are bounded. */
const continuationsMax = 100;
const stepsMax = 3_000;
/** Parts of a trial that are looked at; one that has more could not be shrunk. */
const partsMax = 6;
/** A continuation may be longer than the run that failed. */
export const moreSteps = 40;
const placesMax = 8;

/** Something that the smallest trial still holds, and the trial without it. */
interface Part {
  readonly what: string;
  readonly without: Trial;
}

/** How often the trial fails, and how often it does without each of its parts, whatever order comes after them. */
export async function needsOf({
  smallest,
  fails,
}: Variants): Promise<Pick<ExplanationReport, "continuations" | "failing" | "needs">> {
  const { trial, record } = smallest;
  const parts = partsOf(trial, record.steps).slice(0, partsMax);
  for (const { what, without } of parts) await fails(without, `without ${what}`);
  const companions = [trial.killAtEvents.length > 0, trial.hurtCall !== null, trial.twice];
  const runs = (parts.length + 1) * (1 + companions.filter(Boolean).length);
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

function partsOf(
  trial: Trial,
  steps: readonly { readonly label: string; readonly overtook: string | null }[],
): readonly Part[] {
  const { swarm, killAtEvents, hurtCall, schedule } = trial;
  return [
    ...(swarm ?? []).map((fault) => ({
      what: `the fault “${wordsOfFault(fault)}”`,
      without: { ...trial, swarm: swarm!.filter((other) => other !== fault) },
    })),
    ...killAtEvents.map((atEvent, index) => ({
      what: `the death of the process at event ${atEvent}`,
      without: { ...trial, killAtEvents: killAtEvents.filter((_, other) => other !== index) },
    })),
    ...(hurtCall === null
      ? []
      : [{ what: `the cut of the call ${hurtCall}`, without: { ...trial, hurtCall: null } }]),
    ...schedule.deviations.map((deviation) => ({
      what: orderWords(deviation[0], steps[deviation[0]]),
      without: {
        ...trial,
        schedule: { deviations: schedule.deviations.filter((other) => other !== deviation) },
      },
    })),
  ];
}

const orderWords = (
  step: number,
  released: { readonly label: string; readonly overtook: string | null } | undefined,
): string =>
  released === undefined || released.overtook === null
    ? `the order of step ${step}`
    : `the order of step ${step} (${released.label} before ${released.overtook})`;
