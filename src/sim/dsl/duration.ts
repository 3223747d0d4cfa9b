import { parseDuration } from "../../config/duration.ts";

/** A length of time as people write it: `250ms`, `2s`, `5m`. */
export type Duration = `${number}${"ms" | "s" | "m"}`;

/** The type lets some texts pass that are none (`-1s`, `1e3ms`), and scenarios run unchecked anyway. */
export function millisecondsOf(duration: Duration): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== null) return milliseconds;
  throw new Error(`"${duration}" is no duration; write it like "250ms", "2s" or "5m"`);
}
