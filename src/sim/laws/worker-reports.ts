import type { Event } from "../../core/event.ts";
import { type SessionId, sessionIdOf, type TicketId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** A worker's or QA's last reply, as the log has it. */
interface Reply {
  text: string;
  calls: number;
  hasEnded: boolean;
  /** It came whole, and the output limit did not end it. */
  isWhole: boolean;
}

/**
 * A ticket's work is checked or committed only once its worker has reported: its last reply says something, whole,
 * and calls nothing. Silence is no report, nor are thoughts alone or half a sentence. An attempt ends with what QA is to say of
 * its check only once QA has said something, or could not. Whose work is checked or committed is asked for nothing more, unless
 * its commit left something out that it is to see to.
 */
export function checkReports(log: readonly Event[], { exercise, breach }: Findings): void {
  const replies = new Map<SessionId, Reply>();
  const attempts = new Map<TicketId, SessionId>();
  /** QA sessions that are under way. */
  const asked = new Set<SessionId>();
  /** Workers whose work is checked or committed. */
  const handedOn = new Set<SessionId>();
  for (const event of log) {
    switch (event.type) {
      case "session.opened":
        if (event.tier === "tier3") attempts.set(event.ticketId, event.sessionId);
        if (event.tier === "tier4") asked.add(event.sessionId);
        break;
      case "session.failed":
        asked.delete(event.sessionId);
        break;
      case "leftovers.returned":
        handedOn.delete(event.sessionId);
        break;
      case "model.started":
        if (handedOn.has(event.unit.sessionId))
          breach(
            `event ${event.seq}: ${event.unit.sessionId} is asked for more, and its work is checked already`,
          );
        replies.set(event.unit.sessionId, {
          text: "",
          calls: 0,
          hasEnded: false,
          isWhole: false,
        });
        break;
      case "stream.deltas": {
        const reply = replies.get(event.unit.sessionId)!;
        for (const delta of event.deltas) {
          if (delta.type === "text") reply.text += delta.text;
          if (delta.type === "tool-use") reply.calls += 1;
        }
        break;
      }
      case "stream.completed":
        replies.get(event.unit.sessionId)!.hasEnded = true;
        replies.get(event.unit.sessionId)!.isWhole = event.stopReason !== "max-tokens";
        break;
      case "attempt.failed": {
        const qa = sessionIdOf({ tier: "tier4", ticketId: event.ticketId, attempt: event.attempt });
        if (event.failure.code !== "check-failed" || !asked.has(qa)) break;
        exercise();
        const reply = replies.get(qa);
        if (reply?.hasEnded !== true || reply.calls > 0 || reply.text.trim() === "")
          breach(
            `event ${event.seq}: an attempt of ${event.ticketId} ends with its check, and QA has said nothing of that`,
          );
        break;
      }
      case "check.started":
      case "commit.started": {
        exercise();
        const worker = attempts.get(event.ticketId)!;
        handedOn.add(worker);
        const reply = replies.get(worker);
        if (reply === undefined || !isReport(reply))
          breach(
            `event ${event.seq}: ${event.ticketId} goes on, and its worker has reported nothing`,
          );
        break;
      }
      default:
    }
  }
}

const isReport = ({ text, calls, isWhole }: Reply): boolean =>
  isWhole && calls === 0 && text.trim() !== "";
