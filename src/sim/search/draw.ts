import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { RandomSource } from "../schedule.ts";

/** A whole number from 0 to `most`. */
export const upTo = (random: RandomSource, most: number): number =>
  Math.floor(random() * (most + 1));

/** One of the items, which must not be none. */
export function pick<Item>(random: RandomSource, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

export const statusFault = (status: number, retryAfterMs: number | null = null): ReplyFault => ({
  type: "status",
  status,
  retryAfterMs,
  shouldRetry: null,
});

/** Faults of the connection, that any client gets over by asking again. */
export const brokenReplies: readonly ((random: RandomSource) => ReplyFault)[] = [
  () => ({ type: "connection-refused" }),
  (random) => ({ type: "cut", afterEvents: upTo(random, 8) }),
  (random) => ({ type: "reset", afterEvents: upTo(random, 8) }),
  (random) => ({ type: "error-event", afterEvents: upTo(random, 8) }),
];

/** Bytes in pieces that no event ends with. A long answer would come in too many, so after `chunksMax` the rest is one. */
export function oddChunks(chunksMax: number): readonly ((random: RandomSource) => ReplyFault)[] {
  const inPieces = (size: number): ReplyFault => ({
    type: "chunking",
    chunking: { type: "bytes", sizes: [size], chunksMax },
  });
  // Most replies are shorter than the longest piece, and come whole in one.
  const longest = (size: number): number => (size > 300 ? 100_000 : size);
  return [() => inPieces(3), (random) => inPieces(longest(1 + upTo(random, 400)))];
}

/** A slow chain takes up to about 3 s (10 to this power, in ms) for each step, so that others overtake all of it. */
const slowExponentMax = 3.5;

/**
 * Draws once for each name. A drawn fault is kept by the name of what it hits, so what comes under that name again must meet
 * the same: else a replay would be another run.
 */
export function drawnOnce<Asked, Drawn>(
  nameOf: (asked: Asked) => string,
  draw: (asked: Asked) => Drawn,
): (asked: Asked) => Drawn {
  const drawn = new Map<string, Drawn>();
  return (asked) => {
    const name = nameOf(asked);
    if (!drawn.has(name)) drawn.set(name, draw(asked));
    return drawn.get(name)!;
  };
}

/** How much longer each chain's steps take, drawn once a chain; `onSlow` hears of those that are slow. */
export const drawnLatencies = (
  random: RandomSource,
  slowShare: number,
  onSlow: (chain: string, delayMs: number) => void,
): ((chain: string) => number) =>
  drawnOnce(
    (chain) => chain,
    (chain) => {
      const delayMs = random() < slowShare ? Math.round(10 ** (random() * slowExponentMax)) : 0;
      if (delayMs > 0) onSlow(chain, delayMs);
      return delayMs;
    },
  );
