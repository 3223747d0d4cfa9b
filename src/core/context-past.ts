import type { Event } from "./event.ts";
import type { SessionId } from "./ids.ts";

/**
 * The log up to right before the call of a turn: what the preview knew then. `null` where that call was
 * never made.
 */
export function logBeforeTurn(
  log: readonly Event[],
  sessionId: SessionId,
  turn: number,
): readonly Event[] | null {
  const end = log.findIndex((event) => {
    if (event.type === "context.trimmed") {
      return event.sessionId === sessionId && event.turn === turn;
    }
    return (
      event.type === "model.started" &&
      event.unit.sessionId === sessionId &&
      event.unit.turn === turn
    );
  });
  return end < 0 ? null : log.slice(0, end);
}
