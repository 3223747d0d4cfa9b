import type { EventBody } from "../event.ts";
import type { Failure, FailureCode } from "../failure.ts";
import { checkGateId } from "../gates/gate.ts";
import type { TicketSeat } from "../ids.ts";
import type { Gate, SessionState, State, TicketState } from "../state.ts";

/** A gate that was refused ends the ticket: at these stages there is no model that could react to the reason. */
export function refusedAtGate(ticket: TicketState, gate: Gate): readonly EventBody[] {
  return [ticketFailed(ticket, failureOf(gate))];
}

/**
 * Whether the worker gets another turn for what a person has told it: not while its check is asked about, since that ends the
 * ticket where it is refused, not after such a refusal, and not once it is checked: then the next worker hears it.
 */
export function hearsInstructions({ gates }: State, ticket: TicketState): boolean {
  if (ticket.instructions.length === 0 || ticket.stage !== "working") return false;
  return (gates.get(checkGateId(ticket))?.status ?? "allowed") === "allowed";
}

function failureOf(gate: Gate): Failure {
  const code: FailureCode =
    gate.status === "expired"
      ? "expired"
      : gate.decision === null
        ? "denied"
        : gate.decision.type === "abort"
          ? "aborted"
          : "rejected";
  const said = code === "aborted" ? "a person aborted the ticket" : "a person rejected it";
  return { code, message: gate.reason === "" ? said : gate.reason };
}

export const ticketFailed = (ticket: TicketState, failure: Failure): EventBody => ({
  type: "ticket.failed",
  ticketId: ticket.ticket.id,
  failure,
});

export function attemptFailed(ticket: TicketState, failure: Failure, note: string) {
  return {
    type: "attempt.failed",
    ticketId: ticket.ticket.id,
    attempt: ticket.attempt,
    failure,
    note,
    fresh: false,
    granted: false,
  } as const;
}

export const seatOfTicket = (ticket: TicketState, tier: TicketSeat["tier"]): TicketSeat => ({
  tier,
  trackId: ticket.ticket.trackId,
  ticketId: ticket.ticket.id,
  attempt: ticket.attempt,
});

/** The last word was the model's, and it says something. */
export const hasReported = ({ phase }: SessionState): boolean =>
  phase.type === "replied" && phase.flaw === null;
