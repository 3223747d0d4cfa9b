import { createHash } from "node:crypto";
import type { Event } from "../../core/event.ts";
import type { LogReader } from "./log-reader.ts";

/** How many hexadecimal digits of a class's hash are kept: enough for some million classes. */
const classLetters = 16;

/** Takes a run's events one by one, then says of which class it is. */
export interface ClassWatch {
  take(event: Event, reader: LogReader): void;
  /** The run's class: equal for two runs that differ only in the order of events which are independent of each other. */
  name(): string;
}

/**
 * Two runs are of one class (a Mazurkiewicz trace) where one becomes the other by swapping neighbouring events that are
 * independent of each other. Events depend on each other where they share a ticket, a planner, the worker slots or the
 * merge line; so a class is known by the sequence of events that each of these had. An event of the whole run depends on
 * all others.
 */
export function newClassWatch(): ClassWatch {
  const seen = new Map<string, string[]>();
  let era = 0;
  function note(place: string, words: string): void {
    const known = seen.get(place);
    if (known === undefined) seen.set(place, [words]);
    else known.push(words);
  }
  return {
    take(event, reader) {
      if (event.type === "stream.deltas") return;
      const own = placeOf(event, reader);
      const words = `${era} ${own} ${event.type} ${wordsOf(event)}`;
      note(own, words);
      const shared = sharedBy(event);
      if (shared !== null) note(shared, words);
      if (own === "run") era++;
    },
    name() {
      const hash = createHash("sha256");
      for (const place of [...seen.keys()].toSorted()) {
        hash.update(place).update("\n").update(seen.get(place)!.join("\n")).update("\n");
      }
      return hash.digest("hex").slice(0, classLetters);
    },
  };
}

/** The ticket or the planner whose event it is, or the run. */
function placeOf(event: Event, reader: LogReader): string {
  const ticketId = reader.ticketOf(event);
  if (ticketId !== null) return `ticket ${ticketId}`;
  switch (event.type) {
    case "tickets.proposed":
    case "tickets.accepted":
    case "plan.refused":
    case "plan.failed":
      return `planner ${event.trackId}`;
    case "session.opened":
      return `planner ${event.trackId}`;
    case "popup.opened":
      return `planner ${event.popup.trackId}`;
    case "rule.applied":
      return `planner ${event.gate}`;
    default:
  }
  if ("unit" in event) return `planner ${reader.seats.get(event.unit.sessionId)?.trackId}`;
  if ("sessionId" in event) return `planner ${reader.seats.get(event.sessionId)?.trackId}`;
  if ("popupId" in event) return `planner ${reader.popups.get(event.popupId)?.trackId}`;
  if ("purpose" in event)
    return event.purpose.type === "retry"
      ? `planner ${reader.seats.get(event.purpose.sessionId)?.trackId}`
      : `planner ${reader.popups.get(event.purpose.popupId)?.trackId}`;
  return "run";
}

/** What orders events of several tickets: who got a slot before whom, and who was merged before whom. */
function sharedBy({ type }: Event): string | null {
  switch (type) {
    case "ticket.claimed":
    case "ticket.done":
    case "ticket.failed":
      return "slots";
    case "comparison.started":
    case "merge.started":
    case "merge.ended":
      return "merges";
    default:
      return null;
  }
}

/** The outcome in an event: what tells it from another event of the same type, ticket and number. */
function wordsOf(event: Event): string {
  const words: unknown[] = [];
  if ("failure" in event) words.push(event.failure?.code);
  if ("decision" in event) words.push(event.popupId, event.decision.type);
  if ("passed" in event) words.push(event.passed);
  if ("isError" in event) words.push(event.isError);
  if ("conflicts" in event) words.push(event.conflicts.length, event.moved);
  if ("unit" in event) words.push(event.unit.turn, event.unit.try);
  if ("outcome" in event) words.push(event.outcome);
  if ("attended" in event) words.push(event.popupId, event.attended);
  return words.join(" ");
}
