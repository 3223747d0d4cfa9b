import { seededChooser } from "../../../src/sim/search/strategies.ts";

/** Chains that begin together, each of so many steps one after another. */
export interface Race {
  readonly chains: number;
  readonly steps: number;
}

/** In which order a seed lets the steps of the chains come: a letter for each step. */
export function orderOf({ chains, steps }: Race, seed: number): readonly string[] {
  const choose = seededChooser(seed, { expectedSteps: chains * steps });
  let number = chains;
  const left = Array.from({ length: chains }, (_, index) => ({
    chain: String.fromCharCode(65 + index),
    number: index,
    steps,
  }));
  const order: string[] = [];
  while (left.length > 0) {
    const place = choose(left, order.length);
    const [next] = left.splice(place, 1);
    order.push(next!.chain);
    // Its next step begins to wait behind all others.
    if (next!.steps > 1) left.push({ ...next!, number: number++, steps: next!.steps - 1 });
  }
  return order;
}

/** How many schedules it takes until an order is met: the median over ranges of seeds, each from another start. */
export function medianUntil(
  race: Race,
  isMet: (order: readonly string[]) => boolean,
  { ranges, most }: { readonly ranges: number; readonly most: number },
): number {
  const counts = Array.from({ length: ranges }, (_, range) => {
    for (let count = 1; count <= most; count++) {
      if (isMet(orderOf(race, 1 + range * 1000 + count))) return count;
    }
    return Infinity;
  }).toSorted((a, b) => a - b);
  return counts[Math.floor(ranges / 2)]!;
}
