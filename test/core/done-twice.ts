import type { Event } from "../../src/core/event.ts";

/** Effects whose end is in the log more than once. A comparison, and the check of what is merged then, may be redone. */
export function doneTwice(log: readonly Event[]): readonly string[] {
  const attempts = new Map<string, number>();
  const seen = new Set<string>();
  const twice: string[] = [];
  const merged = new Set<number>();
  for (const event of log) {
    if (event.type === "attempt.started") attempts.set(event.ticketId, event.attempt);
    // A worker that heard what its commit lacks is checked and committed once more.
    if (event.type === "leftovers.returned")
      attempts.set(event.ticketId, (attempts.get(event.ticketId) ?? 0) + 0.001);
    if (event.type === "check.started" && event.merging !== undefined) merged.add(event.seq);
    if (event.type === "check.ended" && merged.has(event.effectId)) continue;
    const name = nameOfEnd(event, attempts);
    if (name === null) continue;
    if (seen.has(name)) twice.push(name);
    seen.add(name);
  }
  return twice;
}

function nameOfEnd(event: Event, attempts: ReadonlyMap<string, number>): string | null {
  switch (event.type) {
    case "survey.ended":
      return event.type;
    case "preparation.ended":
      return `${event.type} ${event.ticketId} after ${attempts.get(event.ticketId) ?? 0}`;
    case "check.ended":
    case "commit.ended":
    case "merge.ended":
      return `${event.type} ${event.ticketId} ${attempts.get(event.ticketId)}`;
    case "tool.ended":
      return `${event.type} ${event.sessionId} ${event.turn} ${event.index}`;
    case "stream.completed":
      return `${event.type} ${event.unit.sessionId} ${event.unit.turn}`;
    default:
      return null;
  }
}
