import type { Event } from "../event.ts";
import type { SessionId } from "../ids.ts";

/**
 * The log up to right before the call of a turn. A call that was refused before it was made, such as by a full
 * window, counts as one. `null` where the session never reached that turn.
 */
export function logBeforeTurn(
  log: readonly Event[],
  sessionId: SessionId,
  turn: number,
): readonly Event[] | null {
  let reached = 1;
  const end = log.findIndex((event) => {
    switch (event.type) {
      // Each message from our side asks for the next turn.
      case "message.added":
      case "results.returned":
        if (event.sessionId === sessionId) reached++;
        return false;
      case "context.trimmed":
        return event.sessionId === sessionId && event.turn === turn;
      case "session.failed":
        return event.sessionId === sessionId && reached === turn;
      case "model.started":
        return event.unit.sessionId === sessionId && event.unit.turn === turn;
      default:
        return false;
    }
  });
  return end < 0 ? null : log.slice(0, end);
}
