import type { SeedRange } from "./seed-rounds.ts";
import type { Shard } from "./sim-options.ts";

/**
 * The seeds that this machine runs of a scenario. Shards take turns over scenarios and seeds, so that one long
 * scenario is shared too, and a seed is the same shard's whatever range it stands in.
 */
export function shareOfSeeds(
  scenarioIndex: number,
  { first, count }: SeedRange,
  shard: Shard | undefined,
): readonly number[] {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  if (shard === undefined) return seeds;
  return seeds.filter((seed) => (scenarioIndex + seed) % shard.of === shard.index - 1);
}
