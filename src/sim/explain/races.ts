import type { RaceReport } from "../../reports/sim/explanation-report.ts";
import { fewest } from "../search/fewest.ts";
import { continued, moreSteps } from "./needs.ts";
import type { Variants } from "./variant.ts";

/** A step that overtook more than these mostly races with one of the first. */
const partnersMax = 6;
/** Steps out of the default order that are looked at, the last first. */
const deviationsMax = 4;

/**
 * Which steps race: one that came before its turn, and one of those that it overtook. The failure is gone where these
 * two change places and all else comes as before.
 */
export async function racesOf({ smallest, fails }: Variants): Promise<readonly RaceReport[]> {
  const { deviations } = smallest.trial.schedule;
  const { steps } = smallest.record;
  const races: RaceReport[] = [];
  for (const [step] of deviations.slice(-deviationsMax)) {
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
      races.push({ step, first: early.label, second: result.steps[step]!.label });
      break;
    }
  }
  return races;
}

/** So many runs at the most look for the one step that decides. */
const passingRunsMax = 80;

/**
 * The same for a failure that the default order has: of the drawn orders one passes, and is made ever more like the
 * default order. Where a single step out of its turn is left, that step races with the one whose turn it was.
 */
export async function racesOfDefaultOrder(
  { smallest, fails }: Variants,
  { continuations, failing }: { readonly continuations: number; readonly failing: number },
): Promise<readonly RaceReport[]> {
  if (failing === continuations) return [];
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
  await fewest(
    () => best,
    async (rest) => {
      const isEnough = rest.length > 0 && (await passes(rest));
      if (isEnough) best = rest;
      return isEnough;
    },
  );
  const [deviation, ...others] = best;
  if (deviation === undefined || others.length > 0) return [];
  const [step] = deviation;
  const early = record.steps[step];
  const how = `with the order of step ${step} the other way round`;
  const other = (await fails(withOrder(best), how)).steps[step];
  return early === undefined || other === undefined
    ? []
    : [{ step, first: early.label, second: other.label }];
}

type Deviations = Variants["smallest"]["trial"]["schedule"]["deviations"];
