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
  return [() => inPieces(3), (random) => inPieces(1 + upTo(random, 400))];
}
