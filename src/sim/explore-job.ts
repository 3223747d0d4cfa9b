import { realClock } from "../clock/real-clock.ts";
import { type AgentTally, exploreAgent } from "../agents/search/explore-agent.ts";
import type { Prefix } from "./corpus/prefix.ts";
import { isAgent, type Rehearsable } from "./dsl/purpose.ts";
import { explore } from "./explore.ts";
import { loadRehearsable } from "./load-scenario.ts";
import type { Tally } from "./tally.ts";
import { unreadableScenario } from "./unreadable-scenario.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";

/** Some schedules of one scenario, for one process. */
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

/** Explores one job after another, and keeps the files that it has loaded for the next. */
export type ExploreJob = (
  job: Job,
  how: {
    readonly onTrial: (failed: boolean) => void;
    /** Ends after the schedule that is under way. */
    readonly stop: AbortSignal;
  },
) => Promise<Worked>;

export function newExploreJob(): ExploreJob {
  const files = new Map<string, Promise<readonly Rehearsable[]>>();
  return async (job, { onTrial, stop }) => {
    const scenarios = files.get(job.file) ?? load(job.file);
    files.set(job.file, scenarios);
    const scenario = (await scenarios).find(({ name }) => name === job.name);
    if (scenario === undefined) throw new Error(`${job.file} holds no scenario "${job.name}".`);
    const { seeds, swarm, bail, wire, server, strategy, prefixes } = job;
    const options = { swarm, bail, wire, onTrial, stop, ...(strategy !== null && { strategy }) };
    const beganAtMs = realClock.nowMs();
    const tally = isAgent(scenario)
      ? await exploreAgent(scenario, seeds, options)
      : await explore(scenario, seeds, { ...options, server, prefixes });
    return { tally, durationMs: realClock.nowMs() - beganAtMs };
  };
}

/** Each process loads the file itself, because predicates are code and cannot be sent to it. */
async function load(file: string): Promise<readonly Rehearsable[]> {
  const { loaded, problems } = await loadRehearsable([file]);
  if (problems.length > 0) throw unreadableScenario(problems);
  return loaded.map(({ scenario }) => scenario);
}
