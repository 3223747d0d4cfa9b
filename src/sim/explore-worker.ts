/// <reference lib="webworker" />
import { realClock } from "../clock/real-clock.ts";
import { closeNetwork, onlyTheMock } from "./world/closed-network.ts";
import type { LoadProblem } from "./dsl/load-problem.ts";
import { explore } from "./explore.ts";
import { loadScenarios } from "./load-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { warmUp } from "./simulate.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import type { Tally } from "./tally.ts";
import { isUnreadableScenario, unreadableScenario } from "./unreadable-scenario.ts";

/** Some schedules of one scenario, for one thread. */
export interface Job {
  readonly file: string;
  readonly name: string;
  readonly seeds: readonly number[];
  readonly swarm: boolean;
  readonly bail: boolean;
  readonly wire: SimulatedWire;
  readonly strategy: string | null;
}

/** The result of a job, and how long it took. */
export interface Worked {
  readonly tally: Tally;
  readonly durationMs: number;
}

export type WorkerMessage =
  | { readonly type: "trial"; readonly failed: boolean }
  | { readonly type: "done"; readonly worked: Worked }
  | { readonly type: "unreadable"; readonly problems: readonly LoadProblem[] }
  | { readonly type: "failed"; readonly message: string };

declare const self: Worker;

closeNetwork(onlyTheMock);

const warm = new Map<SimulatedWire, Promise<void>>();
const files = new Map<string, Promise<readonly Scenario[]>>();
/** Each thread loads the file itself, because predicates are code and cannot be sent to it. */
async function load(file: string): Promise<readonly Scenario[]> {
  const { loaded, problems } = await loadScenarios([file]);
  if (problems.length > 0) throw unreadableScenario(problems);
  return loaded.map(({ scenario }) => scenario);
}

async function work(job: Job): Promise<Worked> {
  const warming = warm.get(job.wire) ?? warmUp(job.wire);
  warm.set(job.wire, warming);
  await warming;
  const scenarios = files.get(job.file) ?? load(job.file);
  files.set(job.file, scenarios);
  const scenario = (await scenarios).find(({ name }) => name === job.name);
  if (scenario === undefined) throw new Error(`${job.file} holds no scenario "${job.name}".`);
  const onTrial = (failed: boolean) => send({ type: "trial", failed });
  const { seeds, swarm, bail, wire, strategy } = job;
  const beganAtMs = realClock.nowMs();
  const tally = await explore(scenario, seeds, {
    swarm,
    bail,
    wire,
    onTrial,
    ...(strategy === null ? {} : { strategy }),
  });
  return { tally, durationMs: realClock.nowMs() - beganAtMs };
}

const send = (message: WorkerMessage): void => self.postMessage(message);

self.addEventListener("message", async ({ data }: MessageEvent<Job>) => {
  try {
    send({ type: "done", worked: await work(data) });
  } catch (error) {
    if (isUnreadableScenario(error)) send({ type: "unreadable", problems: error.problems });
    else send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});
