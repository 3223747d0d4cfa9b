import type { Event } from "../../core/event.ts";
import type { SessionId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** How many replies in a row may bring nothing before a worker or QA is given up. */
const vainMost = 3;

/** Why a session is given up whose replies came whole and brought nothing. */
const vainEnds: ReadonlySet<string> = new Set(["empty-reply", "max-tokens", "call-in-text"]);

/** Ends of a reply by which its server says that it is no turn of the conversation. */
const unfinished: ReadonlySet<string> = new Set(["pause-turn", "refusal", "context-exceeded"]);

interface Vain {
  /** Replies since the last call that was made. */
  replies: number;
  /** Of these, silent ones in a row. */
  silent: number;
  /** Of the reply under way. */
  says: boolean;
}

/**
 * A reply that says and calls nothing is answered by a request for a better one, and after three in a row the session is
 * given up: not earlier, and not later.
 */
export function checkVainReplies(log: readonly Event[], { exercise, breach }: Findings): void {
  const sessions = new Map<SessionId, Vain>();
  const of = (id: SessionId): Vain => {
    const known = sessions.get(id) ?? { replies: 0, silent: 0, says: false };
    sessions.set(id, known);
    return known;
  };
  for (const event of log) {
    switch (event.type) {
      case "model.started": {
        const { sessionId } = event.unit;
        const vain = of(sessionId);
        vain.says = false;
        if (!/^tier[34]:/.test(sessionId) || vain.silent < vainMost) break;
        breach(
          `event ${event.seq}: ${sessionId} is asked once more after ${vain.silent} replies that say nothing`,
        );
        break;
      }
      case "stream.deltas": {
        const vain = of(event.unit.sessionId);
        for (const delta of event.deltas)
          vain.says ||=
            delta.type === "tool-use" || (delta.type === "text" && delta.text.trim() !== "");
        break;
      }
      case "stream.completed": {
        if (unfinished.has(event.stopReason))
          breach(
            `event ${event.seq}: ${event.unit.sessionId} takes a reply for whole that ended with ${event.stopReason}`,
          );
        const vain = of(event.unit.sessionId);
        vain.replies++;
        vain.silent = vain.says ? 0 : vain.silent + 1;
        break;
      }
      case "tool.ended":
        if (event.effectId !== null) of(event.sessionId).replies = 0;
        break;
      case "session.failed": {
        if (!vainEnds.has(event.failure.code)) break;
        exercise();
        const { replies } = of(event.sessionId);
        if (replies < vainMost)
          breach(
            `event ${event.seq}: ${event.sessionId} is given up after ${replies} of ${vainMost} replies that bring nothing`,
          );
        break;
      }
      default:
    }
  }
}
