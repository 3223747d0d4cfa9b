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
  for (const seed of seeds) {
    if (options.stop?.aborted === true) break;
    const result = await drawTrial(scenario, seed, options);
    addTrial(tally, seed, result);
    const failed = result.failures.length > 0;
    options.onTrial?.(failed);
    if (failed && options.bail) break;
  }
  return tally;
}
