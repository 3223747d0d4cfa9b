import type { EventOf } from "../../core/event.ts";
import type { Paper } from "../../core/words/paper.ts";
import { dateText } from "./date-text.ts";

/** When what a session waits for is over, where its server said so: the date and the time, by the clock here. */
export function resetRows(
  { failure, atMs }: Pick<EventOf<"session.paused">, "failure" | "atMs">,
  { ink }: Pick<Paper, "ink">,
): readonly string[] {
  const { retryAfterMs = 0 } = failure;
  return retryAfterMs > 0
    ? [ink("dim", `  the limit is reset at ${dateText(atMs + retryAfterMs)}`)]
    : [];
}
