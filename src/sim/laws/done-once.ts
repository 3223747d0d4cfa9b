import type { Event } from "../../core/event.ts";
import type { Failure } from "../../core/failure.ts";
import type { TicketId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

type Work = "preparation" | "check" | "commit";

/** Whether the tree that a failed attempt leaves is nothing to go on in: it is gone, or the branch has other lines there. */
const isOutdated = ({ code }: Failure): boolean => code === "tree-lost" || code === "conflict";

/**
 * A ticket's tree is prepared, checked and committed once in an attempt: work whose end is in the log is not done again,
 * also not by the process that resumes the run, unless the worker has had another turn since. A check of what a merge
 * would make is another each time that the branch moves, and is not judged. And a tree is made anew only where what failed
 * before wants it.
 */
export function checkDoneOnce(log: readonly Event[], { exercise, breach }: Findings): void {
  const done = new Map<TicketId, Set<Work>>();
  /** Whether the next attempt is to begin in a new tree; a ticket's first one is. */
  const fresh = new Map<TicketId, boolean>();
  const checks = new Set<number>();
  for (const event of log) {
    switch (event.type) {
      case "attempt.failed":
      case "ticket.retried":
        done.delete(event.ticketId);
        fresh.set(event.ticketId, event.type === "ticket.retried" || isOutdated(event.failure));
        break;
      case "preparation.started": {
        const isFresh = fresh.get(event.ticketId) ?? true;
        if (event.fresh !== isFresh)
          breach(
            `event ${event.seq}: ${event.ticketId} ${isFresh ? "goes on in its tree, and is to begin anew" : "begins anew, and is to go on in its tree"}`,
          );
        break;
      }
      case "leftovers.returned":
        done.get(event.ticketId)?.delete("check");
        done.get(event.ticketId)?.delete("commit");
        break;
      default:
    }
    const begun = workOf(event);
    if (begun !== null) {
      const { work, ticketId } = begun;
      exercise();
      if (work === "check") checks.add(event.seq);
      if (done.get(ticketId)?.has(work) === true)
        breach(`event ${event.seq}: the ${work} of ${ticketId} had ended, and is done again`);
    }
    const ended = endOf(event, checks);
    if (ended === null) continue;
    const { work, ticketId } = ended;
    done.set(ticketId, (done.get(ticketId) ?? new Set()).add(work));
  }
}

function workOf(event: Event): { readonly work: Work; readonly ticketId: TicketId } | null {
  switch (event.type) {
    case "preparation.started":
      return { work: "preparation", ticketId: event.ticketId };
    case "check.started":
      return event.merging === undefined ? { work: "check", ticketId: event.ticketId } : null;
    case "commit.started":
      return { work: "commit", ticketId: event.ticketId };
    default:
      return null;
  }
}

/** `checks`: the intents of checks of the ticket's own tree. */
function endOf(event: Event, checks: ReadonlySet<number>): ReturnType<typeof workOf> {
  switch (event.type) {
    case "preparation.ended":
      return { work: "preparation", ticketId: event.ticketId };
    case "check.ended":
      return checks.has(event.effectId) ? { work: "check", ticketId: event.ticketId } : null;
    case "commit.ended":
      return { work: "commit", ticketId: event.ticketId };
    default:
      return null;
  }
}
