import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import { waysOfPauses } from "../../mock-provider/servers/error-habit.ts";
import type { RandomSource } from "../schedule.ts";
import { pick, statusFault, upTo } from "./draw.ts";

export type DrawReplyFault = (random: RandomSource) => ReplyFault;

/** Refusals that somebody has to mend. */
export const refusals: readonly DrawReplyFault[] = [() => statusFault(401), () => statusFault(402)];

/**
 * What a swarm draws of each type of fault of a reply. A type without draws has a random source of its own in this file, or
 * stands in scenarios only. One more draw here changes what each seed draws.
 */
const commonDraws: {
  readonly [Type in Exclude<ReplyFault["type"], SilentFault>]: readonly DrawReplyFault[];
} = {
  status: [
    () => statusFault(429, 2000),
    () => statusFault(429),
    () => statusFault(500),
    () => statusFault(529),
    () => statusFault(400),
  ],
  "connection-refused": [() => ({ type: "connection-refused" })],
  reset: [(random) => ({ type: "reset", afterEvents: upTo(random, 8) })],
  cut: [(random) => ({ type: "cut", afterEvents: upTo(random, 8) })],
  "error-event": [(random) => ({ type: "error-event", afterEvents: upTo(random, 8) })],
  stall: [(random) => ({ type: "stall", afterEvents: upTo(random, 8) })],
  chunking: [
    () => ({ type: "chunking", chunking: { type: "bytes", sizes: [1] } }),
    (random) => ({ type: "chunking", chunking: { type: "bytes", sizes: [1 + upTo(random, 400)] } }),
    // All in one piece, as a fast server sends it.
    () => ({ type: "chunking", chunking: { type: "bytes", sizes: [1_000_000] } }),
  ],
  "max-tokens": [() => ({ type: "max-tokens" })],
  refusal: [() => ({ type: "refusal" })],
  "malformed-json": [() => ({ type: "malformed-json" })],
  slow: [],
  "missing-usage": [],
  habits: [],
  raw: [],
};
export const commonFaults = Object.values(commonDraws).flat();

/** In few runs a model is slow. It has a random source of its own, so that the other faults of a seed stay the same. */
export function slowness(random: RandomSource): readonly (() => ReplyFault)[] {
  if (random() >= 0.1) return [];
  const betweenMs = 1000 * (1 + upTo(random, 30));
  return [() => ({ type: "slow", betweenMs })];
}

/** In few runs a server keeps a connection alive on which nothing comes any more; likewise. */
export function livelyStalls(random: RandomSource): readonly DrawReplyFault[] {
  if (random() >= 0.05) return [];
  return [(own) => ({ type: "stall", afterEvents: upTo(own, 4), pingMs: 30_000 })];
}

/** In few runs a provider asks for a longer pause than we would choose, from a random source of its own as well. */
export function longPauses(random: RandomSource): readonly (() => ReplyFault)[] {
  if (random() >= 0.1) return [];
  const retryAfterMs = 60_000 * (1 + upTo(random, 13));
  return [() => statusFault(429, retryAfterMs)];
}

/** In few runs a provider is not exact about what it asks for, or does not say what it counted; likewise. */
export function vagueness(
  random: RandomSource,
  randomWay: RandomSource,
): readonly (() => ReplyFault)[] {
  const isSilent = random() < 0.1;
  return [...saidElsewhere(randomWay), ...(isSilent ? [missingUsage] : [])];
}

const missingUsage = (): ReplyFault => ({ type: "missing-usage" });

/** In some runs a provider asks for a pause that is no whole second, and says so in one of the ways of servers. */
function saidElsewhere(random: RandomSource): readonly (() => ReplyFault)[] {
  if (random() >= 0.2) return [];
  const retryAfterMs = 100 * (1 + upTo(random, 60)) + 50;
  const pauseAs = pick(random, waysOfPauses);
  return [() => ({ ...statusFault(429, retryAfterMs), pauseAs }) as ReplyFault];
}

/** In few runs a provider says itself whether to try again, otherwise than its status means. Its source is its own, too. */
export function advice(random: RandomSource): readonly (() => ReplyFault)[] {
  if (random() >= 0.1) return [];
  const saying = (status: number, shouldRetry: boolean) => (): ReplyFault => ({
    type: "status",
    status,
    retryAfterMs: null,
    shouldRetry,
  });
  return [saying(529, false), saying(400, true)];
}

/** Replies that say nothing, or that are no reply yet. */
type SilentFault = "empty-reply" | "thoughts-alone" | "lost-calls" | "paused";
export const silentFaults: readonly DrawReplyFault[] = (
  ["empty-reply", "thoughts-alone", "lost-calls", "paused"] as const satisfies SilentFault[]
).map((type) => () => ({ type }));
