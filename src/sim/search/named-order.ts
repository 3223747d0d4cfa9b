import type { Chooser } from "../schedule.ts";
import type { ReleasedStep } from "../scheduler.ts";
import { fewest } from "./fewest.ts";

/** A step that is to come before another one, whose turn it would be, by their names. */
export interface NamedTurn {
  readonly first: string;
  readonly second: string;
}

/** What came before its turn in a run. */
const turnsIn = (steps: readonly ReleasedStep[]): readonly NamedTurn[] =>
  steps.flatMap(({ label, overtook }) =>
    overtook === null ? [] : [{ first: label, second: overtook }],
  );

/** Takes each of these turns once, wherever in the run it comes up, and all else in the default order. */
export function namedOrder(turns: readonly NamedTurn[]): Chooser {
  const left = [...turns];
  return (candidates) => {
    for (const [index, { first, second }] of left.entries()) {
      if (candidates[0]?.label !== second) continue;
      const place = candidates.findIndex(({ label }) => label === first);
      if (place <= 0) continue;
      left.splice(index, 1);
      return place;
    }
    return 0;
  };
}

/**
 * Leaves out steps that only led to the places of later ones: a schedule counts steps, so that without an early one of it
 * all later ones would mean others. `shorten` makes a schedule of the turns that are left, and takes it where it is
 * shorter and fails.
 */
export async function withoutDetours(
  steps: readonly ReleasedStep[],
  shorten: (draw: Chooser) => Promise<boolean>,
): Promise<void> {
  let turns = turnsIn(steps);
  if (turns.length < 2) return;
  await fewest(
    () => turns,
    async (rest) => {
      const isEnough = await shorten(namedOrder(rest));
      if (isEnough) turns = rest;
      return isEnough;
    },
  );
}
