import type { Event } from "../../core/event.ts";

/**
 * The tracks and tickets that have come to no end, each with the last event about it, in words; "" where there are none.
 * @example "red (the last event about it: comparison.started, 80)"
 */
export function unfinishedIn(log: readonly Event[]): string {
  const last = new Map<string, Event>();
  const popups = new Map<string, string | null>();
  for (const event of log) {
    if (event.type === "tracks.accepted")
      for (const { id } of event.tracks) last.set(`track ${id}`, event);
    if (event.type === "tickets.accepted") {
      last.delete(`track ${event.trackId}`);
      for (const { id } of event.tickets) last.set(id, event);
    }
    const name = "popupId" in event ? (popups.get(event.popupId) ?? null) : nameOfSubject(event);
    if (event.type === "popup.opened") popups.set(event.popup.id, name);
    if (name === null || !last.has(name)) continue;
    if (ends.has(event.type)) last.delete(name);
    else last.set(name, event);
  }
  return [...last]
    .map(([name, { type, seq }]) => `${name} (the last event about it: ${type}, ${seq})`)
    .join(", ");
}

const ends: ReadonlySet<Event["type"]> = new Set<Event["type"]>([
  "plan.failed",
  "ticket.done",
  "ticket.failed",
  "ticket.blocked",
]);

/** The ticket, or the track where it is still planned, that an event is about. */
function nameOfSubject(event: Event): string | null {
  const about = event.type === "popup.opened" ? event.popup : event;
  const sessionId =
    "unit" in about ? about.unit.sessionId : "sessionId" in about ? about.sessionId : "";
  const [tier, name = ""] = sessionId.split(":");
  if (tier === "tier2") return `track ${name}`;
  if (tier === "tier3" || tier === "tier4") return name;
  if ("ticketId" in about && about.ticketId !== null) return about.ticketId;
  return "trackId" in about && about.trackId !== null ? `track ${about.trackId}` : null;
}
