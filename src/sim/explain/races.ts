import type { RaceReport } from "../../reports/sim/explanation-report.ts";
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
