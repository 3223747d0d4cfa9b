import type { Event } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import type { Findings } from "../verdict.ts";

/**
 * A free slot goes to the ticket that has waited for one longest: since all that it depends on was done, in step mode since
 * its step was allowed, and after a retry or a failed preparation since then.
 */
export function checkStartLine(log: readonly Event[], { exercise, breach }: Findings): void {
  const dependencies = new Map<TicketId, readonly TicketId[]>();
  const done = new Set<TicketId>();
  const stepped = new Set<TicketId>();
  const steps = new Map<PopupId, TicketId>();
  /** Tickets that wait for a slot; those of one event in the order in which they were planned. */
  const line = new Set<TicketId>();
  /** Tickets that neither wait for a slot nor for what they depend on. */
  const begun = new Set<TicketId>();
  const preparations = new Map<number, TicketId>();
  const unprepared = new Set<TicketId>();
  let goesByStep = false;
  const lineUp = (ticketId: TicketId): void => {
    const isFree = dependencies.get(ticketId)?.every((id) => done.has(id)) === true;
    if (isFree && !begun.has(ticketId) && (!goesByStep || stepped.has(ticketId)))
      line.add(ticketId);
  };
  const leave = (ticketId: TicketId): void => {
    line.delete(ticketId);
    begun.add(ticketId);
    unprepared.delete(ticketId);
  };
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        goesByStep = event.settings.mode === "step";
        break;
      case "tickets.accepted":
        for (const { id, dependsOn } of event.tickets) dependencies.set(id, dependsOn);
        for (const { id } of event.tickets) lineUp(id);
        break;
      case "popup.opened":
        if (event.popup.kind === "step") steps.set(event.popup.id, event.popup.ticketId);
        break;
      case "popup.decided":
      case "rule.applied": {
        const isStep = event.type === "rule.applied" && event.subject.kind === "step";
        const ticketId =
          event.type === "popup.decided"
            ? steps.get(event.popupId)
            : isStep
              ? event.ticketId
              : null;
        const isAllowed =
          event.type === "rule.applied"
            ? event.action === "allow"
            : event.decision.type === "approve" || event.decision.type === "always";
        if (ticketId === undefined || ticketId === null || !isAllowed) break;
        stepped.add(ticketId);
        lineUp(ticketId);
        break;
      }
      case "ticket.claimed": {
        exercise();
        const [first] = line;
        if (line.has(event.ticketId) && first !== undefined && first !== event.ticketId)
          breach(
            `event ${event.seq}: ${event.ticketId} gets a slot before ${first}, which has waited longer`,
          );
        leave(event.ticketId);
        break;
      }
      case "preparation.started":
        preparations.set(event.seq, event.ticketId);
        break;
      case "effect.failed": {
        const ticketId = preparations.get(event.effectId);
        if (ticketId !== undefined && event.failure.code !== "tree-lost") unprepared.add(ticketId);
        break;
      }
      case "run.resumed":
        for (const ticketId of unprepared) {
          begun.delete(ticketId);
          lineUp(ticketId);
        }
        unprepared.clear();
        break;
      case "ticket.done":
        leave(event.ticketId);
        done.add(event.ticketId);
        for (const [id, dependsOn] of dependencies)
          if (dependsOn.includes(event.ticketId)) lineUp(id);
        break;
      case "ticket.failed":
        leave(event.ticketId);
        break;
      case "ticket.retried":
        begun.delete(event.ticketId);
        lineUp(event.ticketId);
        break;
      default:
    }
  }
}
