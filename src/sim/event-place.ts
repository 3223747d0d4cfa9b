import type { Event, EventType } from "../core/event.ts";
import { ticketId, type TicketId } from "../core/ids.ts";

/**
 * A place in a log: the number of an event, from 1; or the `nth` event of one type, which means the same with every
 * provider.
 */
export type EventPlace = number | { readonly type: EventType; readonly nth: number };

/** Returns a function to call with each batch of the log's events; it returns whether the place has been reached. */
export function watchFor(place: EventPlace): (events: readonly Event[]) => boolean {
  if (typeof place === "number") return (events) => events.some(({ seq }) => seq >= place);
  let left = place.nth;
  // A call whose form the server refuses is sent again in another form. Such a pair counts as one call.
  const countsCalls = place.type === "model.started";
  return (events) => {
    for (const { type } of events) {
      if (type === place.type) left -= 1;
      else if (left > 0 && countsCalls && type === "server.learned") left += 1;
    }
    return left <= 0;
  };
}

/** The ticket that the event at a place is about; `null` where it is about none, or has not come. */
export function ticketAt(log: readonly Event[], place: EventPlace): TicketId | null {
  const isReached = watchFor(place);
  const event = log.find((one) => isReached([one]));
  return event === undefined ? null : ticketOf(event);
}

function ticketOf(event: Event): TicketId | null {
  const about = event.type === "popup.opened" ? event.popup : event;
  if ("ticketId" in about) return about.ticketId;
  const sessionId =
    "unit" in about ? about.unit.sessionId : "sessionId" in about ? about.sessionId : "";
  const [tier, name = ""] = sessionId.split(":");
  return tier === "tier3" || tier === "tier4" ? ticketId(name) : null;
}
