import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import {
  brokenReplies,
  drawnLatencies,
  oddChunks,
  pick,
  statusFault,
  upTo,
} from "../../sim/search/draw.ts";
import { type RandomSource, randomFrom } from "../../sim/schedule.ts";
import { type AgentFault, type AgentWeather, nameOfTry } from "./agent-fault.ts";

/** The drawn faults of a seed, and those of them that the run has met so far, as data. */
export interface AgentSwarm {
  readonly weather: AgentWeather;
  readonly met: readonly AgentFault[];
}

/** A client of the usual two retries gets its reply: when faults stop, the agent must end. */
const hurtTriesMax = 2;

/** A long answer would come in more pieces than a run may have steps. */
const oddChunksMax = 300;

/**
 * Draws faults that a client gets over by asking again, and slow answers. As in swarm testing, each seed leaves most
 * kinds of fault out, since kinds that are always on hide each other.
 */
export function drawAgentSwarm(seed: number): AgentSwarm {
  const random = randomFrom(seed ^ 0x5eed);
  const kinds = faults.filter(() => random() < 0.35);
  const rate = pick(random, [0.05, 0.15, 0.4, 0.7]);
  const slowShare = pick(random, [0, 0.3, 0.6]);
  const met: AgentFault[] = [];
  const weather: AgentWeather = {
    reply(place) {
      if (kinds.length === 0 || place.try > hurtTriesMax || random() >= rate) return null;
      const fault = pick(random, kinds)(random);
      met.push({ type: "reply", at: nameOfTry(place), fault });
      return fault;
    },
    latencyMs: drawnLatencies(random, slowShare, (chain, delayMs) => {
      met.push({ type: "latency", chain, delayMs });
    }),
  };
  return { weather, met };
}

const faults: readonly ((random: RandomSource) => ReplyFault)[] = [
  () => statusFault(529),
  // Clients wait a second anyway; how long ones are waited for, a scenario says with rateLimited("20s").
  () => statusFault(429, 1000),
  () => statusFault(500),
  ...brokenReplies,
  (random) => ({ type: "stall", afterEvents: upTo(random, 8) }),
  ...oddChunks(oddChunksMax),
];

/** What a fault is, without how much of it: `429`, `cut`, `odd chunks`. */
export function kindOfFault(fault: ReplyFault): string {
  switch (fault.type) {
    case "status":
      return String(fault.status);
    case "chunking":
      return "odd chunks";
    default:
      return fault.type.replaceAll("-", " ");
  }
}

/** All that are drawn. */
export const drawnFaultKinds: readonly string[] = [
  ...new Set(faults.map((draw) => kindOfFault(draw(() => 0)))),
];
