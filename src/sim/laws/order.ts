import type { TicketId, TrackId } from "../../core/ids.ts";
import type { Ticket, TicketStatus } from "../../core/planning/ticket.ts";
import type { RunRecord } from "../record.ts";
import { checkSlots } from "./slots.ts";
import { checkMergeTurns } from "./order/merge-turns.ts";
import { checkRefusals, planProblems } from "./order/plan-problems.ts";
import { checkStartLine } from "./order/start-line.ts";
import { checkReports } from "./worker-reports.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 4. A ticket starts only when all that it depends on is done; what depends on a failed one is
 * blocked; no plan with a cycle or an unknown id is accepted, and a cycle is named; no more start than there are workers, and
 * who has waited longest starts first; one is merged at a time, and the next as soon as it can be; none is checked or
 * committed before its worker has reported, nor is a worker asked for more from then on; and a run is done where all of it
 * is, and only there.
 */
export function checkOrder(record: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    const tickets = new Map<TicketId, Ticket>();
    const status = new Map<TicketId, TicketStatus>();
    /** Tickets that a person gave up. They may fail at any time. */
    const stopped = new Set<TicketId>();
    /** Tracks without accepted tickets, and those whose planning failed; `null`: that of the whole. */
    const unplanned = new Set<TrackId>();
    const unplannable = new Set<TrackId | null>();
    checkSlots(record.log, { exercise, breach });
    checkStartLine(record.log, { exercise, breach });
    checkMergeTurns(record, { exercise, breach });
    checkReports(record.log, { exercise, breach });
    checkRefusals(record.log, { exercise, breach });
    for (const event of record.log) {
      switch (event.type) {
        case "tracks.accepted":
          for (const { id } of event.tracks) unplanned.add(id);
          break;
        case "plan.failed":
          if (event.trackId !== null) unplanned.delete(event.trackId);
          unplannable.add(event.trackId);
          break;
        case "tickets.accepted":
          unplanned.delete(event.trackId);
          for (const ticket of event.tickets) {
            tickets.set(ticket.id, ticket);
            status.set(ticket.id, "todo");
          }
          for (const problem of planProblems(event.tickets))
            breach(`event ${event.seq}: ${problem}`);
          break;
        case "ticket.claimed":
        case "attempt.started":
          for (const dependency of tickets.get(event.ticketId)!.dependsOn) {
            exercise();
            if (status.get(dependency) !== "done") {
              breach(
                `event ${event.seq}: ${event.ticketId} starts while ${dependency} is ${status.get(dependency)}`,
              );
            }
          }
          break;
        case "intervention.received":
          if (event.intervention.type === "stop") stopped.add(event.intervention.ticketId);
          break;
        case "ticket.done":
          status.set(event.ticketId, "done");
          break;
        case "ticket.failed":
          status.set(event.ticketId, "failed");
          break;
        case "ticket.retried": {
          exercise();
          if (status.get(event.ticketId) !== "failed") {
            breach(
              `event ${event.seq}: ${event.ticketId} is tried again, and is ${status.get(event.ticketId)}`,
            );
          }
          status.set(event.ticketId, "todo");
          const isHopeless = (id: TicketId): boolean =>
            tickets.get(id)!.dependsOn.some((other) => isDead(status.get(other)));
          for (let freed: TicketId[] = [event.ticketId]; freed.length > 0;) {
            freed = [...tickets.keys()].filter(
              (id) => status.get(id) === "blocked" && !isHopeless(id),
            );
            for (const id of freed) status.set(id, "todo");
          }
          break;
        }
        case "ticket.blocked":
          exercise();
          status.set(event.ticketId, "blocked");
          if (
            !isDead(status.get(event.by)) ||
            !tickets.get(event.ticketId)!.dependsOn.includes(event.by)
          ) {
            breach(
              `event ${event.seq}: ${event.ticketId} is blocked by ${event.by}, which does not block it`,
            );
          }
          break;
        default:
      }
    }
    const end = record.log.at(-1);
    if (end?.type !== "run.ended" || (end.outcome !== "done" && end.outcome !== "failed")) return;
    const parts = [...status.values(), ...[...unplannable].map(() => "failed" as const)];
    const isWhole = parts.every((own) => own === "done");
    if (parts.length > 0 && isWhole !== (end.outcome === "done"))
      breach(`the run is ${end.outcome}, and ${isWhole ? "all" : "not all"} of it is done`);
    for (const id of unplanned) {
      exercise();
      if (!unplannable.has(null))
        breach(`the run is ${end.outcome}, and ${id} is still to be planned`);
    }
    for (const ticket of tickets.values()) {
      exercise();
      const own = status.get(ticket.id)!;
      if (own === "todo" || own === "running") {
        breach(`${ticket.id} is still ${own} at the end of a run that is ${end.outcome}`);
      }
      if (
        own !== "blocked" &&
        !stopped.has(ticket.id) &&
        ticket.dependsOn.some((id) => isDead(status.get(id)))
      ) {
        breach(`${ticket.id} is ${own}, although something that it depends on failed`);
      }
    }
  });
}

const isDead = (status: TicketStatus | undefined): boolean =>
  status === "failed" || status === "blocked";
