import type { Event, EventOf } from "../../core/event.ts";
import type { EffectId, PopupId, TicketId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** So long at least an interrupt waits for what is under way. */
const letGoMs = 350;

/**
 * No work, effect or popup begins for a ticket that is over, nor for an attempt that has ended; and none goes on. No work
 * goes on after the end of the run, whoever it is for: the next process would take it for what a crash has left in doubt. Only an
 * interrupt does not wait for ever for what is under way.
 */
export function checkAfterEnd(log: readonly Event[], { exercise, breach }: Findings): void {
  const over = new Map<TicketId, Event["type"]>();
  const lastEnded = new Map<TicketId, number>();
  const dependsOn = new Map<TicketId, readonly TicketId[]>();
  const open = new Map<PopupId, TicketId>();
  /** The same of all work, a planner's and the survey among it. */
  const atWork = new Map<EffectId, Event["type"]>();
  let interruptedAtMs = 0;
  /** What has begun for each ticket, and has not ended. */
  const underWay = new Map<EffectId, { readonly ticketId: TicketId; readonly type: string }>();
  for (const event of log) {
    if ("effectId" in event && event.effectId !== null && event.type !== "stream.deltas")
      for (const works of [underWay, atWork]) works.delete(event.effectId);
    switch (event.type) {
      case "run.resumed":
        for (const works of [underWay, atWork]) works.clear();
        break;
      case "run.interrupted":
        interruptedAtMs = event.atMs;
        break;
      case "ticket.done":
      case "ticket.failed":
      case "ticket.blocked": {
        const before = over.get(event.ticketId);
        if (before !== undefined)
          breach(`event ${event.seq}: ${event.type} of ${event.ticketId}, after its ${before}`);
        over.set(event.ticketId, event.type);
        for (const { ticketId, type } of underWay.values())
          if (ticketId === event.ticketId)
            breach(`event ${event.seq}: ${type} of ${ticketId} goes on after its ${event.type}`);
        break;
      }
      case "attempt.failed":
        lastEnded.set(event.ticketId, event.attempt);
        break;
      case "ticket.retried":
        over.delete(event.ticketId);
        unblock(over, dependsOn);
        break;
      case "tickets.accepted":
        for (const ticket of event.tickets) dependsOn.set(ticket.id, ticket.dependsOn);
        break;
      case "popup.opened":
        if (event.popup.ticketId !== null) open.set(event.popup.id, event.popup.ticketId);
        break;
      case "popup.decided":
      case "popup.expired":
        open.delete(event.popupId);
        break;
      case "run.ended":
        for (const [id, ticketId] of open)
          if (over.has(ticketId))
            breach(`event ${event.seq}: ${id} is still open, and ${ticketId} is over`);
        for (const type of mayGoOn(event, interruptedAtMs) ? [] : atWork.values())
          breach(`event ${event.seq}: ${type} goes on after the end of the run`);
        break;
      default:
    }
    if (isWork(event)) atWork.set(event.seq, event.type);
    const begun = begunBy(event);
    if (begun === null) continue;
    exercise();
    const { ticketId, attempt } = begun;
    if (isWork(event)) underWay.set(event.seq, { ticketId, type: event.type });
    const end = over.get(ticketId);
    if (end !== undefined)
      breach(`event ${event.seq}: ${event.type} of ${ticketId}, after its ${end}`);
    if (attempt !== null && attempt <= (lastEnded.get(ticketId) ?? 0))
      breach(
        `event ${event.seq}: ${event.type} of ${ticketId}, whose attempt ${attempt} has ended`,
      );
  }
}

/** A retried ticket unblocks those that depend on it, unless they depend on another one that failed or is blocked still. */
function unblock(
  over: Map<TicketId, Event["type"]>,
  dependsOn: ReadonlyMap<TicketId, readonly TicketId[]>,
): void {
  const holdsUp = (id: TicketId): boolean => (over.get(id) ?? "ticket.done") !== "ticket.done";
  const isFree = (id: TicketId): boolean =>
    over.get(id) === "ticket.blocked" && !(dependsOn.get(id) ?? []).some(holdsUp);
  for (let free = [...over.keys()].find(isFree); free !== undefined;) {
    over.delete(free);
    free = [...over.keys()].find(isFree);
  }
}

/** Where the disk is full, what is under way has no end in the log; nor what did not end soon enough after an interrupt. */
const mayGoOn = ({ outcome, failure, atMs }: EventOf<"run.ended">, interruptedAtMs: number) =>
  failure?.code === "store-failed" ||
  (outcome === "interrupted" && atMs - interruptedAtMs >= letGoMs);

const noWork: ReadonlySet<string> = new Set(["run.started", "attempt.started", "timer.started"]);

/** What an edge does, and ends with an event of its own. */
const isWork = ({ type }: Event): boolean => type.endsWith(".started") && !noWork.has(type);

/** The ticket and attempt whose work an event begins; `null` where it begins none. */
function begunBy(event: Event): { ticketId: TicketId; attempt: number | null } | null {
  switch (event.type) {
    case "ticket.claimed":
    case "preparation.started":
    case "attempt.started":
    case "check.started":
      return { ticketId: event.ticketId, attempt: event.attempt };
    case "commit.started":
    case "comparison.started":
    case "merge.started":
      return { ticketId: event.ticketId, attempt: null };
    case "popup.opened": {
      const { ticketId, attempt } = event.popup;
      return ticketId === null ? null : { ticketId, attempt };
    }
    case "model.started":
    case "stream.deltas":
    case "stream.completed":
      return ofSession(event.unit.sessionId);
    case "session.opened":
    case "message.added":
    case "results.returned":
    case "session.paused":
    case "tool.started":
      return ofSession(event.sessionId);
    case "timer.started":
    case "timer.ended":
      return event.purpose.type === "retry" ? ofSession(event.purpose.sessionId) : null;
    default:
      return null;
  }
}

function ofSession(sessionId: string): { ticketId: TicketId; attempt: number } | null {
  const [, ticketId, attempt] = /^tier[34]:(.+):(\d+)$/.exec(sessionId) ?? [];
  return ticketId === undefined
    ? null
    : { ticketId: ticketId as TicketId, attempt: Number(attempt) };
}
