import type { Event } from "../../src/core/event.ts";
import { sessionIdOf, ticketId } from "../../src/core/ids.ts";

const sessionId = sessionIdOf({
  tier: "tier3",
  ticketId: ticketId("T-1"),
  attempt: 1,
});

/** One batch of a stream, as event number `seq`. */
export function deltas(seq: number, text = `word ${seq} `): Event {
  return {
    seq,
    atMs: seq,
    type: "stream.deltas",
    effectId: 1,
    unit: { sessionId, turn: 1, try: 1 },
    deltas: [{ type: "text", block: 0, text }],
    usage: null,
  };
}

/** The events numbered `first` to `last`. */
export const range = (first: number, last: number): readonly Event[] =>
  Array.from({ length: last - first + 1 }, (_, index) => deltas(first + index));
