import { addReaches } from "./corpus/first-reach.ts";
import type { Prefix } from "./corpus/prefix.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import { addTrial, emptyTally, type Tally } from "./tally.ts";
import type { Checkers } from "./trial-failures.ts";
import { drawTrial } from "./trial.ts";

export interface ExploreOptions {
  /** Draws faults that the scenario does not name; then only laws are judged. */
  readonly swarm: boolean;
  /** Ends at the first schedule that fails. */
  readonly bail: boolean;
  readonly checkers?: Checkers;
  /** The API between conductor and models; default: Anthropic's, or under drawn faults the one that the seed draws. */
  readonly wire?: SimulatedWire | null;
  /** The name of a known server, whose differences from its API's documentation the models' server then has. */
  readonly server?: string | null;
  /** The search strategy for all seeds, one of `strategyNames`; by default the strategies take turns. */
  readonly strategy?: string;
  /** A corpus: beginnings of schedules, from which some seeds go on. The tally then holds new ones. `null`: no corpus. */
  readonly prefixes?: readonly Prefix[] | null;
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
    const { prefixes = null } = options;
    const result = await drawTrial(scenario, seed, { ...options, prefixes: prefixes ?? [] });
    const coverage = addTrial(tally, seed, result);
    // Under drawn faults the same choices lead to another order, so a beginning is worth nothing.
    if (prefixes !== null && !options.swarm) {
      const { record, trial } = result;
      addReaches(tally.firsts, seed, { coverage, record, schedule: trial.schedule });
    }
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
