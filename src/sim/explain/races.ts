import type { RaceReport } from "../../reports/sim/explanation-report.ts";
import type { Schedule } from "../schedule.ts";
import type { ReleasedStep } from "../scheduler.ts";
import { fewest } from "../search/fewest.ts";
import { continued, moreSteps } from "./needs.ts";
import type { Ordered, Variants } from "./variant.ts";

/** A step that overtook more than these mostly races with one of the first. */
const partnersMax = 6;
/** Steps out of the default order that are looked at, the last first. */
const deviationsMax = 8;
const racesMax = 4;

/**
 * Which steps race: one that came before its turn, and one of those that it overtook. The failure is gone where these
 * two change places and all else comes as before. Of the steps of the same two chains only the last two are named: those
 * before them only led there.
 */
export async function racesOf<Trial extends Ordered>({
  smallest,
  fails,
}: Variants<Trial>): Promise<readonly RaceReport[]> {
  const { deviations } = smallest.trial.schedule;
  const { steps } = smallest.record;
  const races = new Map<string, RaceReport>();
  for (const [step] of deviations.slice(-deviationsMax).toReversed()) {
    const early = steps[step];
    if (early === undefined || early.place === 0) continue;
    const rest = deviations.filter(([other]) => other !== step && other !== step + 1);
    const { place } = early;
    for (let late = 0; late < Math.min(place, partnersMax); late++) {
      const swapped = [
        ...rest,
        ...(late === 0 ? [] : [[step, late] as const]),
        ...(place === 1 ? [] : [[step + 1, place - 1] as const]),
      ].toSorted(([one], [other]) => one - other);
      const trial = { ...smallest.trial, schedule: { deviations: swapped } };
      const result = await fails(trial, `with the order of step ${step} the other way round`);
      // What came first may have kept the other from being ready at all.
      if (result.isFailing || result.steps[step + 1]?.label !== early.label) continue;
      const second = result.steps[step]!;
      const chains = [early.chain, second.chain].toSorted().join(" ");
      if (!races.has(chains)) races.set(chains, raceOf(step, early, second));
      break;
    }
    if (races.size === racesMax) break;
  }
  const found = [...races.values()].toReversed();
  // What overtook a screen or the disk says little of who raced.
  const telling = found.filter(({ first, second }) => !isAside(first) && !isAside(second));
  return telling.length > 0 ? telling : found;
}

const raceOf = (step: number, first: ReleasedStep, second: ReleasedStep): RaceReport => ({
  step,
  first: first.label,
  second: second.label,
});

/** So many runs at the most look for the one step that decides. */
const passingRunsMax = 80;
/** So many others may have to change places with the two that are named. */
const besidesMax = 8;
/** Each of the eight strategies draws two orders. */
const seedsMax = 16;

/**
 * The same for a failure that the default order has: of the drawn orders one passes, and is made ever more like the
 * default order. The last step that is still out of its turn there races with the one whose turn it was.
 */
export async function racesOfDefaultOrder<Trial extends Ordered>(
  { smallest, fails, drawn }: Variants<Trial>,
  continuations: number,
): Promise<readonly RaceReport[]> {
  const { trial, record } = smallest;
  const withOrder = (deviations: Deviations) => ({ ...trial, schedule: { deviations } });
  let runs = 0;
  const passes = async (deviations: Deviations): Promise<boolean> =>
    runs++ < passingRunsMax && !(await fails(withOrder(deviations), null)).isFailing;

  const until = record.steps.length + moreSteps;
  let best: Deviations = [];
  for (let seed = 1; seed <= continuations && best.length === 0; seed++) {
    const { deviations } = continued({ deviations: [] }, { seed, from: 0, until });
    if (await passes(deviations)) best = deviations;
  }
  // A mistake that needs the whole of one stream before another's is gone only where all of it comes otherwise.
  for (let seed = 1; seed <= seedsMax && best.length === 0; seed++) {
    const { deviations } = await drawn(seed);
    if (deviations.length > 0 && (await passes(deviations))) best = deviations;
  }
  await fewest(
    () => best,
    async (rest) => {
      const isEnough = rest.length > 0 && (await passes(rest));
      if (isEnough) best = rest;
      return isEnough;
    },
  );
  const [deviation, ...others] = best;
  // Where so much must come otherwise, the last two of it are no more to blame than the rest.
  if (deviation === undefined || others.length > besidesMax) return [];
  if (others.length === 0) {
    const [step] = deviation;
    const how = `with the order of step ${step} the other way round`;
    const late = (await fails(withOrder(best), how)).steps[step];
    const early = record.steps[step];
    return early === undefined || late === undefined ? [] : [raceOf(step, early, late)];
  }
  const how = `with ${best.length} steps out of their turn`;
  const { steps } = await fails(withOrder(best), how);
  const races = best.flatMap(([step]) =>
    raceBehind(step, { passing: steps, failing: record.steps }),
  );
  const race = races.findLast(({ first }) => !isAside(first)) ?? races.at(-1);
  return race === undefined ? [] : [{ ...race, besides: others.length }];
}

const isAside = (label: string): boolean => label === "screen" || label === "disk";

/** Where a run that passes takes a step before its turn: that step and the one it overtakes, if the failing run has them the other way round. */
function raceBehind(
  step: number,
  { passing, failing }: Readonly<Record<"passing" | "failing", readonly ReleasedStep[]>>,
): readonly RaceReport[] {
  const label = passing[step]?.label;
  const overtaken = passing[step]?.overtook ?? null;
  if (label === undefined || overtaken === null) return [];
  const before = passing.slice(0, step);
  const same = (wanted: string): ReleasedStep | undefined =>
    failing.filter((one) => one.label === wanted)[
      before.filter((one) => one.label === wanted).length
    ];
  const [first, second] = [same(overtaken), same(label)];
  return first === undefined || second === undefined || first.step > second.step
    ? []
    : [raceOf(first.step, first, second)];
}

type Deviations = Schedule["deviations"];
