import type { Event, EventType } from "../core/event.ts";

/**
 * Where in a log something strikes: at an event's number, from 1; or at the how-manieth event of one type,
 * which is the same whatever wire the models speak.
 */
export type EventPlace = number | { readonly type: EventType; readonly nth: number };

/** Is told a log batch by batch, and says whether the place is reached. `null` never is. */
export function watchFor(place: EventPlace | null): (events: readonly Event[]) => boolean {
  if (place === null) return () => false;
  if (typeof place === "number") return (events) => events.some(({ seq }) => seq >= place);
  let left = place.nth;
  return (events) => {
    left -= events.filter(({ type }) => type === place.type).length;
    return left <= 0;
  };
}
