import type { Event } from "../../core/event.ts";
import type { SessionId, TicketId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** A worker's last reply, as the log has it. */
interface Reply {
  text: string;
  calls: number;
  /** It came whole, and the output limit did not end it. */
  isWhole: boolean;
}

/**
 * A ticket's work is checked or committed only once its worker has reported: its last reply says something, whole,
 * and calls nothing. Silence is no report, nor are thoughts alone or half a sentence.
 */
export function checkReports(log: readonly Event[], { exercise, breach }: Findings): void {
  const replies = new Map<SessionId, Reply>();
  const attempts = new Map<TicketId, SessionId>();
  for (const event of log) {
    switch (event.type) {
      case "session.opened":
        if (event.tier === "tier3") attempts.set(event.ticketId, event.sessionId);
        break;
      case "model.started":
        replies.set(event.unit.sessionId, { text: "", calls: 0, isWhole: false });
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
        replies.get(event.unit.sessionId)!.isWhole = event.stopReason !== "max-tokens";
        break;
      case "check.started":
      case "commit.started": {
        exercise();
        const reply = replies.get(attempts.get(event.ticketId)!);
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
