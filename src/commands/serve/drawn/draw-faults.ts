import { hashOfText } from "../../../mock-provider/text-hash.ts";
import type { ReplyFault } from "../../../mock-provider/reply-fault.ts";
import { brokenReplies, oddChunks, pick, statusFault, upTo } from "../../../sim/search/draw.ts";
import { type RandomSource, randomFrom } from "../../../sim/schedule.ts";
import { type ServedFault, nameOfServedTry, type TryPlace } from "./served-fault.ts";

/** What happens to one try of a reply. */
export type FaultsOfTry = (place: TryPlace) => readonly ServedFault[];

/** A client of the usual two retries gets its reply: when faults stop, the agent must end well. */
const hurtTriesMax = 2;

/** Short, since a command lives in real time: clients give up a silent stream after a second or more. */
const beforeMsMax = 120;
const chunkMsMax = 20;
const retryAfterMs = 50;
/** With a pause before each of them, a long answer in tiny pieces would take minutes. */
const oddChunksMax = 100;

/**
 * Draws faults that a client gets over by asking again, pauses, and ranks. Each try has its own source of chance, so
 * that what happens to it follows from the seed and its name, and not from the order in which requests come. As in swarm
 * testing each seed leaves most kinds out, since kinds that are always on hide each other.
 */
export function drawFaults(seed: number, faults: "all" | "none"): FaultsOfTry {
  const ofSeed = randomFrom(seed ^ 0x5e7e);
  const kinds = replyFaults.filter(() => ofSeed() < 0.35);
  // Some seeds have pauses alone: what only time brings out needs no fault.
  const rate = pick(ofSeed, [0, 0.1, 0.3, 0.6]);
  const pauseShare = rate === 0 ? 0.7 : pick(ofSeed, [0, 0.4, 0.8]);
  const rankShare = pick(ofSeed, [0, 0.4]);
  return (place) => {
    const at = nameOfServedTry(place);
    const random = randomFrom(Number.parseInt(hashOfText(at, String(seed)), 36) | 0);
    const isHurt = faults === "all" && kinds.length > 0 && place.try <= hurtTriesMax;
    const drawn: ServedFault[] = [];
    if (isHurt && random() < rate)
      drawn.push({ type: "reply", at, fault: pick(random, kinds)(random) });
    if (random() < pauseShare)
      drawn.push({
        type: "pause",
        at,
        beforeMs: upTo(random, beforeMsMax),
        chunkMs: 1 + upTo(random, chunkMsMax),
      });
    if (random() < rankShare) drawn.push({ type: "rank", at, rank: 1 + upTo(random, 1) });
    return drawn;
  };
}

/** Exactly these, for a replay. */
export function fixedFaults(faults: readonly ServedFault[]): FaultsOfTry {
  return (place) => {
    const name = nameOfServedTry(place);
    return faults.filter(({ at }) => at === name);
  };
}

/** No stall: many clients wait ten minutes by default, and would hang rather than be wrong. */
const replyFaults: readonly ((random: RandomSource) => ReplyFault)[] = [
  () => statusFault(529),
  () => statusFault(429, retryAfterMs),
  () => statusFault(500),
  ...brokenReplies,
  ...oddChunks(oddChunksMax),
];
