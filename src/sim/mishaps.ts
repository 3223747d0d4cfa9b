import type { Event } from "../core/event.ts";

/** How many are reported at most. Later ones mostly follow from the first. */
const toldMax = 3;
/** So many characters of each failure are quoted. */
const saidMax = 300;

/**
 * Sessions of a run that failed or paused, and why. Where there are any, a problem with the script is mostly their
 * consequence.
 * @example ["tier3:A:1 failed: stalled: nothing came for 120 s"]
 */
export function mishapsOf(log: readonly Event[]): readonly string[] {
  const mishaps = log.flatMap((event) =>
    (event.type === "session.failed" || event.type === "session.paused") &&
    !isOfTheScript(event.failure.message)
      ? [
          `${event.sessionId} ${event.type === "session.failed" ? "failed" : "paused"}: ${event.failure.code}: ${shortened(event.failure.message)}`,
        ]
      : [],
  );
  const more = mishaps.length - toldMax;
  return more > 0 ? [...mishaps.slice(0, toldMax), `and ${more} more`] : mishaps;
}

/** A server may have said a page of words. */
const shortened = (message: string): string =>
  message.length > saidMax ? `${message.slice(0, saidMax)}…` : message;

/** Whether the mock refused a request that no reply is meant for, which is reported as a problem of its own. */
const isOfTheScript = (message: string): boolean => message.startsWith("No reply is meant for");
