import type { Prefix } from "../../sim/corpus/prefix.ts";
import type { Rehearsable } from "../../sim/dsl/purpose.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import type { SimulatedWire } from "../../sim/world/simulated-wire.ts";
import type { SeedRange } from "./seed-rounds.ts";
import { shareOfSeeds } from "./share-of-seeds.ts";
import type { Shard } from "./sim-options.ts";

/** A scenario, and how it is searched. */
export interface Searched extends LoadedScenario<Rehearsable> {
  /** Whose ways its models' server has; `null`: those of the wire's documentation. */
  readonly server: string | null;
  /** Whether faults are drawn that no scenario names. */
  readonly swarm: boolean;
  /** What draws all its orders; `null`: strategies take turns. */
  readonly strategy: string | null;
  /** The API that its models speak under all seeds; `null`: as the seed has it. */
  readonly wire: SimulatedWire | null;
  /** Its seeds in place of those of the search, where it has seeds of its own. */
  readonly ownSeeds: readonly number[] | null;
  /** What the corpus keeps of it; `null`: there is no corpus. */
  readonly prefixes: readonly Prefix[] | null;
}

/** The seeds that this machine runs of a scenario in one round. */
export const seedsOf = (
  { ownSeeds }: Searched,
  index: number,
  round: SeedRange,
  shard: Shard | undefined,
): readonly number[] => ownSeeds ?? shareOfSeeds(index, round, shard);
