import type { Event, EventOf } from "../../../core/event.ts";
import type { FailureCode } from "../../../core/failure.ts";
import type { PopupId, SessionId, TicketId } from "../../../core/ids.ts";
import type { Findings } from "../verdict.ts";

type Popup = EventOf<"popup.opened">["popup"];

/** A ticket that must fail before anything else comes of it, and the popup or rule that says so. */
interface Ending {
  readonly gate: PopupId;
  readonly code: FailureCode;
}

/** A ticket that a person or a rule ends is over: nothing more is done for it, and it fails for that reason. */
export function checkHeeded(log: readonly Event[], { exercise, breach }: Findings): void {
  const popups = new Map<PopupId, Popup>();
  const endings = new Map<TicketId, Ending>();
  const end = (gate: PopupId, ticketId: TicketId | null, code: FailureCode | null): void => {
    if (ticketId !== null && code !== null) endings.set(ticketId, { gate, code });
  };
  for (const event of log) {
    switch (event.type) {
      case "popup.opened":
        popups.set(event.popup.id, event.popup);
        break;
      case "popup.decided":
      case "popup.expired": {
        const popup = popups.get(event.popupId);
        if (popup !== undefined) end(popup.id, popup.ticketId, codeOf(event, popup));
        break;
      }
      case "rule.applied":
        if (event.action === "deny" && endsTicket(event.subject))
          end(event.gate, event.ticketId, "denied");
        break;
      case "ticket.failed": {
        const ending = endings.get(event.ticketId);
        endings.delete(event.ticketId);
        if (ending === undefined) break;
        exercise();
        // A person may have given the ticket up in the meantime, and the failure says that instead.
        if (event.failure.code !== ending.code && event.failure.code !== "aborted")
          breach(
            `event ${event.seq}: ${event.ticketId} fails for ${event.failure.code}, and ${ending.gate} says ${ending.code}`,
          );
        break;
      }
      case "run.ended":
        if (event.outcome === "done" || event.outcome === "failed")
          for (const [ticketId, { gate }] of endings)
            breach(`event ${event.seq}: ${gate} ends ${ticketId}, which did not fail`);
        break;
      default: {
        const ticketId = workedFor(event);
        const ending = ticketId === null ? undefined : endings.get(ticketId);
        if (ending !== undefined)
          breach(`event ${event.seq}: ${event.type} of ${ticketId}, which ${ending.gate} ends`);
      }
    }
  }
}

/** Why the ticket fails, where the popup's end makes it fail; a model reads the others and goes on. */
function codeOf(
  event: EventOf<"popup.decided" | "popup.expired">,
  popup: Popup,
): FailureCode | null {
  if (event.type === "popup.expired")
    return endsTicket(popup) || popup.kind === "in-doubt" ? "expired" : null;
  switch (event.decision.type) {
    case "abort":
      return "aborted";
    case "reject":
      // After a rejected leftover the worker gets another turn, so the ticket does not end here.
      return endsTicket(popup) && popup.kind !== "leftovers" ? "rejected" : null;
    default:
      return null;
  }
}

/** Gates behind which no model could react to a refusal. */
function endsTicket(subject: { readonly kind: string; readonly payload: object }): boolean {
  switch (subject.kind) {
    case "spawn":
    case "step":
    case "merge":
    case "leftovers":
    case "check":
      return true;
    default:
      return "tool" in subject.payload && subject.payload.tool === "check";
  }
}

function workedFor(event: Event): TicketId | null {
  switch (event.type) {
    case "attempt.started":
    case "attempt.failed":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
    case "ticket.claimed":
      return event.ticketId;
    case "session.opened":
    case "instructions.given":
    case "tool.started":
    case "results.returned":
      return ticketOf(event.sessionId);
    case "model.started":
    case "stream.completed":
      return ticketOf(event.unit.sessionId);
    default:
      return null;
  }
}

/** The ticket of a worker's or of QA's session; planners have none. */
const ticketOf = (sessionId: SessionId): TicketId | null =>
  /^tier[34]:/.test(sessionId) ? (sessionId.split(":")[1] as TicketId) : null;
