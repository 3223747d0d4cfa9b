import type { Event, EventOf } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import type { Findings } from "../verdict.ts";

type Popup = EventOf<"popup.opened">["popup"];

/** What a ticket fails for only where a person, a rule or the end of a popup's time said just this of it since it failed last. */
const refusals: ReadonlySet<string> = new Set(["rejected", "denied", "expired", "aborted"]);

/** Gates whose refusal ends a ticket, by the first word of their ids. A refused call, and a question, its worker reads of. */
const endingGates: ReadonlySet<string> = new Set([
  "step",
  "spawn",
  "check",
  "merge",
  "failed-merge",
  "leftovers",
  "in-doubt",
]);

const endsTicket = (gate: PopupId): boolean => endingGates.has(gate.split(":")[0] ?? "");

/** What its own attempt ends with, and another attempt is to mend. */
const ownFailures: ReadonlySet<string> = new Set(["check-failed", "conflict"]);

/**
 * The other half of what is heeded: no ticket ends for a refusal that nobody gave since, or for a budget that nobody refused
 * to raise; who has refused to raise the run's is not asked again, and no attempt begins after it; and who decides that a ticket is
 * to try again gives it another attempt.
 */
export function checkGrounds(log: readonly Event[], { exercise, breach }: Findings): void {
  const popups = new Map<PopupId, Popup>();
  /** What was said of each ticket, in the words of what it may fail for. */
  const refused = new Map<TicketId, Set<string>>();
  /**
   * Whose budget or time was not raised; `null`: the run's or a tier's. Nothing takes that back: who refuses more time and
   * then grants more tokens has refused.
   */
  const spent = new Set<TicketId | null>();
  const retrying = new Map<TicketId, PopupId>();
  const refuse = (ticketId: TicketId | null, how: string): void => {
    if (ticketId === null) return;
    const before = refused.get(ticketId) ?? new Set();
    refused.set(ticketId, before.add(how));
  };
  const refuseAt = (popup: Popup, how: string): void => {
    if (popup.kind === "budget") spent.add(popup.ticketId);
    else if (endsTicket(popup.id)) refuse(popup.ticketId, how);
  };
  for (const event of log) {
    switch (event.type) {
      case "popup.opened": {
        const { popup } = event;
        popups.set(popup.id, popup);
        if (popup.kind === "budget" && spent.has(null))
          breach(`event ${event.seq}: ${popup.id} asks for more, which was refused already`);
        break;
      }
      case "popup.expired": {
        const popup = popups.get(event.popupId);
        if (popup !== undefined) refuseAt(popup, "expired");
        break;
      }
      case "popup.decided": {
        const popup = popups.get(event.popupId);
        const { type } = event.decision;
        if (popup === undefined) break;
        if (type === "reject" || type === "stop") refuseAt(popup, "rejected");
        if (type === "abort") refuse(popup.ticketId, "aborted");
        if (type === "retry" && popup.ticketId !== null) retrying.set(popup.ticketId, popup.id);
        break;
      }
      case "rule.applied":
        if (event.action === "deny" && endsTicket(event.gate)) refuse(event.ticketId, "denied");
        break;
      case "intervention.received":
        if (event.intervention.type === "stop") refuse(event.intervention.ticketId, "aborted");
        break;
      case "ticket.claimed":
      case "preparation.started":
        if (spent.has(null))
          breach(`event ${event.seq}: ${event.ticketId} begins, and more was refused already`);
        break;
      // Its worker has another turn for what was refused.
      case "leftovers.returned":
        refused.delete(event.ticketId);
        break;
      case "attempt.failed": {
        const gate = retrying.get(event.ticketId);
        retrying.delete(event.ticketId);
        if (gate === undefined) break;
        exercise();
        if (!event.granted)
          breach(
            `event ${event.seq}: ${gate} has ${event.ticketId} try again, on no attempt of its own`,
          );
        break;
      }
      case "ticket.failed": {
        const { seq, ticketId, failure } = event;
        const gate = retrying.get(ticketId);
        retrying.delete(ticketId);
        exercise();
        if (gate !== undefined && ownFailures.has(failure.code))
          breach(
            `event ${seq}: ${gate} has ${ticketId} try again, and it fails for ${failure.code}`,
          );
        if (refusals.has(failure.code) && refused.get(ticketId)?.has(failure.code) !== true)
          breach(
            `event ${seq}: ${ticketId} fails for ${failure.code}, and nobody has said so since`,
          );
        if (failure.code === "budget" && !spent.has(null) && !spent.has(ticketId))
          breach(`event ${seq}: ${ticketId} fails for the budget, which nobody refused to raise`);
        refused.delete(ticketId);
        break;
      }
      case "session.failed":
        if (event.failure.code === "budget" && !spent.has(null))
          breach(
            `event ${event.seq}: ${event.sessionId} fails for the budget, which nobody refused to raise`,
          );
        break;
      default:
    }
  }
}
