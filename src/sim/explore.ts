import type { Scenario } from "./scenario.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import { addTrial, emptyTally, type Tally } from "./tally.ts";
import { type Checkers, drawTrial } from "./trial.ts";

export interface ExploreOptions {
  /** Draws faults that the scenario does not name; then only laws are judged. */
  readonly swarm: boolean;
  /** Ends at the first schedule that fails. */
  readonly bail: boolean;
  readonly checkers?: Checkers;
  /** The API that the models are asked through; by default Anthropic's. */
  readonly wire?: SimulatedWire;
  /** Whose ways the models' server has, by its name. */
  readonly server?: string | null;
  /** One of `strategyNames` for all orders; by default they take turns. */
  readonly strategy?: string;
  readonly onTrial?: (failed: boolean) => void;
  /** Ends after the schedule that is under way. */
  readonly stop?: AbortSignal;
}

/** Runs these seeds of a scenario in this process, one after another. */
export async function explore(
  scenario: Scenario,
  seeds: Iterable<number>,
  options: ExploreOptions,
): Promise<Tally> {
  const tally = emptyTally();
  await exploreSeeds(seeds, options, async (seed) => {
    const result = await drawTrial(scenario, seed, options);
    addTrial(tally, seed, result);
    return result.failures.length > 0;
  });
  return tally;
}

/** Runs one seed after another. `runSeed` says whether it failed. */
export async function exploreSeeds(
  seeds: Iterable<number>,
  { bail, onTrial, stop }: Pick<ExploreOptions, "bail" | "onTrial" | "stop">,
  runSeed: (seed: number) => Promise<boolean>,
): Promise<void> {
  for (const seed of seeds) {
    if (stop?.aborted === true) break;
    const failed = await runSeed(seed);
    onTrial?.(failed);
    if (failed && bail) break;
  }
}
