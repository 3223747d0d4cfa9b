import { parseDuration } from "../../config/duration.ts";

/** A length of time as people write it: `250ms`, `2s`, `5m`. */
export type Duration = `${number}${"ms" | "s" | "m"}`;

/**
 * Throws for a text that is no duration: the type allows some (`-1s`, `1e3ms`), and scenario files run without a check of
 * types.
 */
export function millisecondsOf(duration: Duration): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== null) return milliseconds;
  throw new Error(`"${duration}" is no duration; write it like "250ms", "2s" or "5m"`);
}
