/// <reference lib="webworker" />
import { explore } from "./explore.ts";
import { loadScenarios } from "./load-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { warmUp } from "./simulate.ts";
import type { SimulatedWire } from "./simulated-wire.ts";
import type { Tally } from "./tally.ts";

/** A part of the work, for one core. */
export interface Job {
  readonly file: string;
  readonly name: string;
  readonly seeds: readonly number[];
  readonly swarm: boolean;
  readonly bail: boolean;
  readonly wire: SimulatedWire;
}

export type WorkerMessage =
  | { readonly type: "trial"; readonly failed: boolean }
  | { readonly type: "done"; readonly tally: Tally }
  | { readonly type: "failed"; readonly message: string };

declare const self: Worker;

const warm = new Map<SimulatedWire, Promise<void>>();
const files = new Map<string, Promise<readonly Scenario[]>>();
/** Predicates are code, so each worker loads the file itself. */
async function load(file: string): Promise<readonly Scenario[]> {
  const { loaded } = await loadScenarios([file]);
  return loaded.map(({ scenario }) => scenario);
}

async function work(job: Job): Promise<Tally> {
  const warming = warm.get(job.wire) ?? warmUp(job.wire);
  warm.set(job.wire, warming);
  await warming;
  const scenarios = files.get(job.file) ?? load(job.file);
  files.set(job.file, scenarios);
  const scenario = (await scenarios).find(({ name }) => name === job.name);
  if (scenario === undefined) throw new Error(`${job.file} holds no scenario "${job.name}".`);
  const onTrial = (failed: boolean) => send({ type: "trial", failed });
  const { seeds, swarm, bail, wire } = job;
  return explore(scenario, seeds, { swarm, bail, wire, onTrial });
}

const send = (message: WorkerMessage): void => self.postMessage(message);

self.addEventListener("message", async ({ data }: MessageEvent<Job>) => {
  try {
    send({ type: "done", tally: await work(data) });
  } catch (error) {
    send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
