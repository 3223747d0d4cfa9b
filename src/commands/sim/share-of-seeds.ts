import type { Seeds } from "./seeds-flag.ts";
import type { Shard } from "./sim-options.ts";

/**
 * The seeds that this machine runs of a scenario. Shards take turns over scenarios and seeds, so that one long
 * scenario is shared too.
 */
export function shareOfSeeds(
  scenarioIndex: number,
  { first, count }: Seeds,
  shard: Shard | undefined,
): readonly number[] {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  if (shard === undefined) return seeds;
  const turn = scenarioIndex * count;
  return seeds.filter((_, index) => (turn + index) % shard.of === shard.index - 1);
}
