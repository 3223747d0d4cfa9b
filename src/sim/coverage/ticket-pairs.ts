import type { Event, EventType } from "../../core/event.ts";
import type { TicketId } from "../../core/ids.ts";
import type { LogReader } from "./log-reader.ts";

/**
 * Events that come from outside, whenever they will: what the core makes of them follows at once and in one order, so
 * that its own events say nothing more of orders.
 */
const outside: ReadonlySet<EventType> = new Set([
  "preparation.ended",
  "stream.deltas",
  "stream.completed",
  "stream.discarded",
  "tool.ended",
  "check.ended",
  "commit.ended",
  "comparison.ended",
  "merge.ended",
  "popup.shown",
  "popup.decided",
  "popup.expired",
  "timer.ended",
  "effect.failed",
]);

/** One merge is under way at a time, so that pairs of these have only one order. */
const inTurn: ReadonlySet<string> = new Set(["comparison.ended", "merge.ended"]);

/** Which of the events of two tickets stood next to each other, as `merge.ended, then tool.ended`. */
export function newPairWatch(): (event: Event, reader: LogReader) => string | null {
  let last: { readonly type: EventType; readonly ticketId: TicketId } | null = null;
  return (event, reader) => {
    if (!outside.has(event.type) || !isFromOutside(event)) return null;
    const ticketId = reader.ticketOf(event);
    if (ticketId === null) return null;
    const before = last;
    last = { type: event.type, ticketId };
    if (before === null || before.ticketId === ticketId) return null;
    return isInTurn(before.type, event.type) ? null : nameOfPair(before.type, event.type);
  };
}

const isInTurn = (first: EventType, then: EventType): boolean =>
  inTurn.has(first) && inTurn.has(then);

function isFromOutside(event: Event): boolean {
  if (event.type === "popup.decided") return event.rule === null;
  // That of a popup is told by its expiry, right behind it.
  if (event.type === "timer.ended") return event.purpose.type === "retry";
  return event.type !== "tool.ended" || event.effectId !== null;
}

const nameOfPair = (first: string, then: string): string => `${first}, then ${then}`;

/** The same two the other way round. */
export const turnedPair = (pair: string): string => {
  const [first = "", then = ""] = pair.split(", then ");
  return nameOfPair(then, first);
};
