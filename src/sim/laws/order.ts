import type { Event } from "../../core/event.ts";
import {
  type EffectId,
  type PopupId,
  type SessionId,
  ticketId,
  type TicketId,
} from "../../core/ids.ts";
import type { Ticket, TicketStatus } from "../../core/ticket.ts";
import type { RunRecord } from "../record.ts";
import { checkReports } from "./worker-reports.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 4. A ticket starts only when all that it depends on is done; what depends on a failed one is
 * blocked; no plan with a cycle or an unknown id is accepted; no more start than there are workers; none is checked or
 * committed before its worker has reported.
 */
export function checkOrder(record: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    const tickets = new Map<TicketId, Ticket>();
    const status = new Map<TicketId, TicketStatus>();
    checkSlots(record.log, { exercise, breach });
    checkReports(record.log, { exercise, breach });
    for (const event of record.log) {
      switch (event.type) {
        case "tickets.accepted":
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
    for (const ticket of tickets.values()) {
      exercise();
      const own = status.get(ticket.id)!;
      if (own === "todo" || own === "running") {
        breach(`${ticket.id} is still ${own} at the end of a run that is ${end.outcome}`);
      }
      if (own !== "blocked" && ticket.dependsOn.some((id) => isDead(status.get(id)))) {
        breach(`${ticket.id} is ${own}, although something that it depends on failed`);
      }
    }
  });
}

/** No more tickets are at work than there are workers; one that waits for nobody's answer does not count. */
function checkSlots(log: readonly Event[], { exercise, breach }: Findings): void {
  let workers = Infinity;
  const claimed = new Set<TicketId>();
  const parked = new Set<TicketId>();
  const popups = new Map<PopupId, TicketId>();
  const intents = new Map<EffectId, { readonly type: string; readonly ticketId: TicketId }>();
  /** Could not be made ready: they line up again when the run is resumed. */
  const unprepared = new Set<TicketId>();
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        workers = event.settings.workers;
        break;
      case "run.resumed":
        parked.clear();
        for (const ticketId of unprepared) claimed.delete(ticketId);
        unprepared.clear();
        break;
      case "preparation.started":
      case "check.started":
      case "commit.started":
      case "comparison.started":
      case "merge.started":
        intents.set(event.seq, { type: event.type, ticketId: event.ticketId });
        break;
      case "tool.started":
        intents.set(event.seq, { type: event.type, ticketId: ticketOf(event.sessionId) });
        break;
      case "effect.failed": {
        const intent = intents.get(event.effectId);
        if (intent === undefined || !claimed.has(intent.ticketId)) break;
        if (event.failure.code !== "tree-lost") parked.add(intent.ticketId);
        if (intent.type === "preparation.started") unprepared.add(intent.ticketId);
        break;
      }
      case "session.paused":
        if (claimed.has(ticketOf(event.sessionId))) parked.add(ticketOf(event.sessionId));
        break;
      case "ticket.claimed": {
        exercise();
        claimed.add(event.ticketId);
        const busy = claimed.size - parked.size;
        if (busy <= workers) break;
        breach(`event ${event.seq}: ${busy} tickets are at work, and there are ${workers} workers`);
        break;
      }
      case "ticket.done":
      case "ticket.failed":
      case "ticket.blocked":
        claimed.delete(event.ticketId);
        parked.delete(event.ticketId);
        break;
      case "popup.opened":
        if (event.popup.ticketId !== null) popups.set(event.popup.id, event.popup.ticketId);
        break;
      case "popup.shown": {
        const ticketId = popups.get(event.popupId);
        if (event.attended || ticketId === undefined || !claimed.has(ticketId)) break;
        parked.add(ticketId);
        break;
      }
      case "popup.decided":
      case "popup.expired": {
        const ticketId = popups.get(event.popupId);
        if (ticketId === undefined) break;
        popups.delete(event.popupId);
        parked.delete(ticketId);
        break;
      }
      default:
    }
  }
}

const ticketOf = (sessionId: SessionId): TicketId => ticketId(sessionId.split(":")[1] ?? "");

const isDead = (status: TicketStatus | undefined): boolean =>
  status === "failed" || status === "blocked";

/** Kahn's algorithm: written apart from the core's own check, so that both would have to be wrong. */
function planProblems(tickets: readonly Ticket[]): string[] {
  const problems: string[] = [];
  const left = new Map(tickets.map((ticket) => [ticket.id, new Set(ticket.dependsOn)]));
  if (left.size < tickets.length) problems.push("two accepted tickets have one id");
  for (const ticket of tickets) {
    for (const id of ticket.dependsOn) {
      if (!left.has(id)) problems.push(`${ticket.id} depends on ${id}, which was not accepted`);
    }
  }
  for (let progress = true; progress;) {
    progress = false;
    for (const [id, dependsOn] of left) {
      if ([...dependsOn].some((dependency) => left.has(dependency))) continue;
      left.delete(id);
      progress = true;
    }
  }
  if (left.size > 0) problems.push(`a cycle was accepted among ${[...left.keys()].join(", ")}`);
  return problems;
}
