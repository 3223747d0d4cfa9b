import type { BodyEnd, Chunking } from "../reply.ts";
import type { WireEvent } from "../wire-event.ts";

/** What of a reply's events goes out, and how the body stops. */
export interface BodyPlan {
  readonly events: readonly WireEvent[];
  /** The beginning of an event that is broken off. */
  readonly torn: string;
  readonly end: BodyEnd;
  readonly chunking: Chunking;
}

/** The events that still go out whole, with the one after them. */
export function splitAfter(
  events: readonly WireEvent[],
  afterEvents: number,
): { readonly sent: readonly WireEvent[]; readonly next: WireEvent | undefined } {
  // A count past the end hits the final event, so that a fault always does something.
  const count = Math.max(0, Math.min(events.length - 1, afterEvents));
  return { sent: events.slice(0, count), next: events[count] };
}

const pingsMax = 100;

/** Comments alone, one each time that so long has passed; none without a time. */
export const pings = (pingMs: number | undefined): readonly WireEvent[] =>
  pingMs === undefined
    ? []
    : Array.from({ length: pingsMax }, () => ({
        text: ": ping\n\n",
        deltas: [],
        usage: null,
        delayMs: pingMs,
      }));
