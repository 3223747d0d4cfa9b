import { explore } from "../../../src/sim/explore.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { decodeReplay, encodeReplay } from "../../../src/sim/replay-code.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";

/*
 * Runs in a copy of the program that has a mistake: explores a scenario until a schedule fails, replays that from its
 * code, and prints what failed each time. `bun hunt.ts FILE scripted|all`
 */

/** What was found; `null` where nothing failed. */
export interface Found {
  readonly seed: number;
  readonly kinds: readonly string[];
  readonly replayed: readonly string[];
}

if (import.meta.main) {
  const [file = "", faults] = process.argv.slice(2);
  const { loaded } = await loadScenarios([file]);
  const { scenario } = loaded[0]!;
  await warmUp();
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const { failing } = await explore(scenario, seeds, { swarm: faults === "all", bail: true });
  const [first] = failing;
  let found: Found | null = null;
  if (first !== undefined) {
    const code = encodeReplay({ scenario: scenario.name, trial: first.trial });
    const { failures } = await runTrial(scenario, decodeReplay(code)!.trial);
    found = {
      seed: first.seed,
      kinds: first.failures.map(({ kind }) => kind),
      replayed: failures.map(({ kind }) => kind),
    };
  }
  process.stdout.write(JSON.stringify(found));
}
