/// <reference lib="webworker" />
import { realClock } from "../clock/real-clock.ts";
import { closeNetwork, onlyTheMock } from "./world/closed-network.ts";
import type { LoadProblem } from "./dsl/load-problem.ts";
import type { Prefix } from "./corpus/prefix.ts";
import { explore } from "./explore.ts";
import { isAgent, type Rehearsable } from "./dsl/purpose.ts";
import { loadRehearsable } from "./load-scenario.ts";
import { warmUp } from "./simulate.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import type { Tally } from "./tally.ts";
import { type AgentTally, exploreAgent } from "../agents/search/explore-agent.ts";
import { isUnreadableScenario, unreadableScenario } from "./unreadable-scenario.ts";
import { errorMessage } from "../core/words/error-message.ts";
import { keepStdout } from "../terminal/own-stdout.ts";

/** Some schedules of one scenario, for one thread. */
export interface Job {
  readonly file: string;
  readonly name: string;
  readonly seeds: readonly number[];
  readonly swarm: boolean;
  readonly bail: boolean;
  /** The API that all seeds use; `null`: each seed draws one. */
  readonly wire: SimulatedWire | null;
  readonly server: string | null;
  readonly strategy: string | null;
  /** `null`: no corpus. */
  readonly prefixes: readonly Prefix[] | null;
}

/** The result of a job, and how long it took. */
export interface Worked {
  readonly tally: Tally | AgentTally;
  readonly durationMs: number;
}

export type ToWorker =
  | { readonly type: "job"; readonly job: Job }
  /** Ends the job after the schedule that is under way. */
  | { readonly type: "stop" };

export type WorkerMessage =
  | { readonly type: "trial"; readonly failed: boolean }
  | { readonly type: "done"; readonly worked: Worked }
  | { readonly type: "unreadable"; readonly problems: readonly LoadProblem[] }
  | { readonly type: "failed"; readonly message: string };

declare const self: Worker;

closeNetwork(onlyTheMock);
keepStdout();

const files = new Map<string, Promise<readonly Rehearsable[]>>();
/** Each thread loads the file itself, because predicates are code and cannot be sent to it. */
async function load(file: string): Promise<readonly Rehearsable[]> {
  const { loaded, problems } = await loadRehearsable([file]);
  if (problems.length > 0) throw unreadableScenario(problems);
  return loaded.map(({ scenario }) => scenario);
}

async function work(job: Job, stop: AbortSignal): Promise<Worked> {
  const scenarios = files.get(job.file) ?? load(job.file);
  files.set(job.file, scenarios);
  const scenario = (await scenarios).find(({ name }) => name === job.name);
  if (scenario === undefined) throw new Error(`${job.file} holds no scenario "${job.name}".`);
  const onTrial = (failed: boolean) => send({ type: "trial", failed });
  const { seeds, swarm, bail, wire, server, strategy, prefixes } = job;
  const beganAtMs = realClock.nowMs();
  const options = { swarm, bail, wire, onTrial, stop, ...(strategy === null ? {} : { strategy }) };
  if (isAgent(scenario)) {
    const tally = await exploreAgent(scenario, seeds, options);
    return { tally, durationMs: realClock.nowMs() - beganAtMs };
  }
  // Another wire's client is loaded by the first seed that draws that wire.
  await warmUp(wire ?? "anthropic");
  const tally = await explore(scenario, seeds, { ...options, server, prefixes });
  return { tally, durationMs: realClock.nowMs() - beganAtMs };
}

const send = (message: WorkerMessage): void => self.postMessage(message);

/** The job under way, if any. */
const underWay = new Set<AbortController>();

self.addEventListener("message", async ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "stop") return underWay.forEach((one) => one.abort());
  const stopping = new AbortController();
  underWay.add(stopping);
  try {
    send({ type: "done", worked: await work(data.job, stopping.signal) });
  } catch (error) {
    if (isUnreadableScenario(error)) send({ type: "unreadable", problems: error.problems });
    else send({ type: "failed", message: errorMessage(error) });
  } finally {
    underWay.delete(stopping);
  }
});
