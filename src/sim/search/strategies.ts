import { type Chooser, randomFrom } from "../schedule.ts";
import { drawnPriorities } from "./drawn-priorities.ts";
import { evenChoice } from "./even-choice.ts";
import { fixedPriorities } from "./fixed-priorities.ts";
import { nearDefault } from "./near-default.ts";
import { mostlyNewest, newestFirst } from "./newest-first.ts";
import { starveOne } from "./starve-one.ts";
import type { Strategy } from "./strategy.ts";

const defaultOrder: Strategy = { name: "default", chooser: () => () => 0 };

/** By turns, seed after seed. PCT has three of eight: it alone meets orders of whole streams. */
const turns: readonly Strategy[] = [
  fixedPriorities(3),
  fixedPriorities(2),
  nearDefault,
  mostlyNewest,
  evenChoice,
  fixedPriorities(1),
  drawnPriorities,
  starveOne,
];

const strategies: readonly Strategy[] = [...turns, newestFirst];

/** What `--strategy` takes. */
export const strategyNames: readonly string[] = strategies.map(({ name }) => name);

/** Seed 0 is the default order. The others take turns, or all follow the one that is named. */
export function strategyOf(seed: number, named: string | null = null): Strategy {
  if (seed === 0) return defaultOrder;
  const chosen = strategies.find(({ name }) => name === named);
  return chosen ?? turns[seed % turns.length]!;
}

/** Chooses by a seed's strategy. */
export function seededChooser(
  seed: number,
  { strategy = strategyOf(seed), expectedSteps = 200 } = {},
): Chooser {
  return strategy.chooser(randomFrom(seed), expectedSteps);
}
