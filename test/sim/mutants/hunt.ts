import { explore } from "../../../src/sim/explore.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { decodeReplay, encodeReplay } from "../../../src/sim/replay-code.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";

/** What was found. */
export interface Found {
  readonly seed: number;
  readonly kinds: readonly string[];
  readonly replayed: readonly string[];
}

/**
 * Explores a scenario with the program that this file is a part of until a schedule fails, and replays that from its
 * code; `null` where nothing failed.
 */
export async function hunt(file: string, faults: "scripted" | "all"): Promise<Found | null> {
  const { loaded, problems } = await loadScenarios([file]);
  const scenario = loaded[0]?.scenario;
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  await warmUp();
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const { failing } = await explore(scenario, seeds, { swarm: faults === "all", bail: true });
  const [first] = failing;
  if (first === undefined) return null;
  const code = encodeReplay({ scenario: scenario.name, trial: first.trial });
  const { failures } = await runTrial(scenario, decodeReplay(code)!.trial);
  return {
    seed: first.seed,
    kinds: first.failures.map(({ kind }) => kind),
    replayed: failures.map(({ kind }) => kind),
  };
}
