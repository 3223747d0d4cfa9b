import type { Event } from "../core/event.ts";

/** How many are reported; further ones are mostly consequences. */
const toldMax = 3;

/**
 * What went wrong in a run by itself, in words: sessions that failed or paused, and why. What a script lacks is mostly a
 * consequence of it.
 * @example ["tier3:A:1 failed: stalled: nothing came for 120 s"]
 */
export function mishapsOf(log: readonly Event[]): readonly string[] {
  const mishaps = log.flatMap((event) =>
    (event.type === "session.failed" || event.type === "session.paused") &&
    !isOfTheScript(event.failure.message)
      ? [
          `${event.sessionId} ${event.type === "session.failed" ? "failed" : "paused"}: ${event.failure.code}: ${event.failure.message}`,
        ]
      : [],
  );
  const more = mishaps.length - toldMax;
  return more > 0 ? [...mishaps.slice(0, toldMax), `and ${more} more`] : mishaps;
}

/** The mock refuses a request that no reply is meant for. It is told of by itself. */
const isOfTheScript = (message: string): boolean => message.startsWith("No reply is meant for");
