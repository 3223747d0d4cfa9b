import { explore } from "../../../src/sim/explore.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { decodeReplay, encodeReplay } from "../../../src/sim/replay-code.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { type Trial, runTrial } from "../../../src/sim/trial.ts";

/** What was found. */
export interface Found {
  readonly seed: number;
  readonly kinds: readonly string[];
  readonly replayed: readonly string[];
}

/** Which scenario, whether faults are drawn, and the way of failing that is looked for. */
export interface Sought {
  readonly file: string;
  readonly faults: "scripted" | "all";
  readonly kind: string;
}

/**
 * Explores a scenario with the program that this file is a part of until a schedule fails, and replays that from its
 * code; `null` where nothing failed.
 */
export async function hunt({ file, faults, kind }: Sought): Promise<Found | null> {
  const { loaded, problems } = await loadScenarios([file]);
  const scenario = loaded[0]?.scenario;
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  await warmUp();
  const first =
    (faults === "all" ? null : await failingAlone(scenario, kind)) ??
    (await firstFailing(scenario, faults === "all"));
  if (first === null) return null;
  const code = encodeReplay({ scenario: scenario.name, trial: first.trial });
  const { failures } = await runTrial(scenario, decodeReplay(code)!.trial);
  return {
    seed: first.seed,
    kinds: first.failures.map(({ kind }) => kind),
    replayed: failures.map(({ kind }) => kind),
  };
}

interface FailingTrial {
  readonly seed: number;
  readonly trial: Trial;
  readonly failures: readonly { readonly kind: string }[];
}

/** Seed 0 without the runs that it is compared with: most mistakes show in the run alone, and those cost most. */
async function failingAlone(scenario: Scenario, kind: string): Promise<FailingTrial | null> {
  const { trial, failures } = await runTrial(scenario, { schedule: defaultOrder });
  return failures.some((one) => one.kind === kind) ? { seed: 0, trial, failures } : null;
}

async function firstFailing(scenario: Scenario, swarm: boolean): Promise<FailingTrial | null> {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const { failing } = await explore(scenario, seeds, { swarm, bail: true });
  return failing[0] ?? null;
}
