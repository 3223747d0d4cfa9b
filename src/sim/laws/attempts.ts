import type { Event, EventOf } from "../../core/event.ts";
import type { TicketId } from "../../core/ids.ts";
import { hashOf } from "../../core/json.ts";
import type { Settings } from "../../core/settings.ts";
import type { Findings } from "./verdict.ts";

const notToBlame: ReadonlySet<string> = new Set(["conflict", "tree-lost"]);

/**
 * A ticket has the attempts that the settings and the person allow, and gets those that it needs; what its worker is not to
 * blame for costs none; and QA reads what failed only where another attempt can use what it says.
 */
export function checkAttempts(
  log: readonly Event[],
  settings: Settings,
  { exercise, breach }: Findings,
): void {
  const granted = new Map<string, number>();
  /** Why each ticket's last attempt failed, until the next one is prepared. */
  const last = new Map<TicketId, EventOf<"attempt.failed">>();
  /** Tickets that a person has try again once their merge has failed. */
  const retrying = new Set<string>();
  for (const event of log) {
    if (event.type === "popup.decided" && event.decision.type === "retry")
      retrying.add(event.popupId.split(":")[1] ?? "");
    if (event.type === "attempt.failed") retrying.delete(event.ticketId);
    if (event.type === "session.opened" && event.tier === "tier4") {
      exercise();
      const most = settings.attempts + (granted.get(event.ticketId) ?? 0);
      if (event.attempt >= most && !retrying.has(event.ticketId))
        breach(
          `event ${event.seq}: QA reads what failed in attempt ${event.attempt} of ${event.ticketId}, and no other one comes`,
        );
    }
    if (event.type === "preparation.started") last.delete(event.ticketId);
    if (event.type === "attempt.failed") last.set(event.ticketId, event);
    if (event.type === "ticket.failed") {
      const failed = last.get(event.ticketId);
      const most = settings.attempts + (granted.get(event.ticketId) ?? 0);
      // Where a person or the budget ends the ticket, that is its failure.
      const isSame =
        failed !== undefined && hashOf({ ...failed.failure }) === hashOf({ ...event.failure });
      if (isSame && event.failure.code !== "budget" && failed.attempt < most)
        breach(
          `event ${event.seq}: ${event.ticketId} fails after ${failed.attempt} of ${most} attempts`,
        );
    }
    if (event.type === "attempt.failed" && notToBlame.has(event.failure.code)) {
      exercise();
      if (!event.granted)
        breach(
          `event ${event.seq}: ${event.ticketId} spends an attempt on ${event.failure.code}, for which its worker is not to blame`,
        );
    }
    if (event.type === "attempt.failed" && event.granted)
      granted.set(event.ticketId, (granted.get(event.ticketId) ?? 0) + 1);
    // A person asked for this attempt, so it does not count against the limit.
    if (event.type === "ticket.retried") {
      const before = settings.attempts + (granted.get(event.ticketId) ?? 0);
      const more = Math.max(0, event.attempt - before);
      granted.set(event.ticketId, (granted.get(event.ticketId) ?? 0) + more);
    }
    if (event.type !== "attempt.started") continue;
    exercise();
    const allowed = settings.attempts + (granted.get(event.ticketId) ?? 0);
    if (event.attempt > allowed)
      breach(
        `event ${event.seq}: attempt ${event.attempt} of ${event.ticketId} begins, and it has at most ${allowed}`,
      );
  }
}
