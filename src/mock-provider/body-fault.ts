import type { BodyEnd } from "./paced-body.ts";
import type { Chunking, ReplyFault } from "./reply.ts";
import type { WireEvent } from "./wire-event.ts";

/** What of a reply's events goes out, and how the body stops. */
export interface BodyPlan {
  readonly events: readonly WireEvent[];
  /** The beginning of an event that is broken off. */
  readonly torn: string;
  readonly end: BodyEnd;
  readonly chunking: Chunking;
}

/**
 * Applies the faults that change how a reply is sent. A count past the end hits the final event, so that
 * a fault always does something.
 */
export function planBody(
  events: readonly WireEvent[],
  chunking: Chunking,
  fault: ReplyFault | null,
  errorEvent: () => WireEvent,
): BodyPlan {
  const whole: BodyPlan = { events, torn: "", end: "close", chunking };
  switch (fault?.type) {
    case "chunking":
      return { ...whole, chunking: fault.chunking };
    case "reset":
    case "cut": {
      const { sent, next } = split(events, fault.afterEvents);
      const torn = next === undefined ? "" : next.text.slice(0, Math.floor(next.text.length / 2));
      return { ...whole, events: sent, torn, end: fault.type };
    }
    case "stall":
      return { ...whole, events: split(events, fault.afterEvents).sent, end: "stall" };
    case "error-event":
      return {
        ...whole,
        events: [
          ...split(events, fault.afterEvents).sent,
          fault.text === undefined ? errorEvent() : { text: fault.text, deltas: [], usage: null },
        ],
      };
    default:
      return whole;
  }
}

/** How many of so many events still go out whole. */
export function countSent(events: number, afterEvents: number): number {
  return Math.max(0, Math.min(events - 1, afterEvents));
}

function split(
  events: readonly WireEvent[],
  afterEvents: number,
): { sent: readonly WireEvent[]; next: WireEvent | undefined } {
  const count = countSent(events.length, afterEvents);
  return { sent: events.slice(0, count), next: events[count] };
}
