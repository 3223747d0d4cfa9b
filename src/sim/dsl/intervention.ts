import type { InterventionStep } from "../scenario.ts";
import { eventPlaceOf, type PlaceInLog } from "./fault.ts";

/**
 * A person says something to a ticket's worker, which reads it with its next turn.
 * @example tells("T-1", "Leave the tests alone.", { at: "tool.started" })
 */
export const tells = (ticketId: string, text: string, place: PlaceInLog): InterventionStep => ({
  type: "instruct",
  ticketId,
  text,
  atEvent: eventPlaceOf(place),
});

/**
 * A person gives a ticket up, whatever its worker is doing.
 * @example stops("T-1", "not needed any more", { at: "check.started" })
 */
export const stops = (ticketId: string, reason: string, place: PlaceInLog): InterventionStep => ({
  type: "stop",
  ticketId,
  text: reason,
  atEvent: eventPlaceOf(place),
});
