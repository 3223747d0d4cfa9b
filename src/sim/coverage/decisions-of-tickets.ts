import type { EventOf } from "../../core/event.ts";
import type { SessionId } from "../../core/ids.ts";
import type { CoreDecision } from "./core-decisions.ts";
import type { DecisionNotes, GateNote } from "./decision-notes.ts";

/** Why an attempt ended. */
export function decisionsOfAttemptEnd(
  { ticketId, attempt, failure }: EventOf<"attempt.failed">,
  { seats, failedSessions }: DecisionNotes,
): readonly CoreDecision[] {
  switch (failure.code) {
    case "conflict":
      return ["ticket: end an attempt, it conflicts"];
    case "tree-lost":
      return ["ticket: end an attempt, its tree was lost"];
    case "check-failed": {
      const qa = `tier4:${ticketId}:${attempt}` as SessionId;
      if (!seats.has(qa)) return ["ticket: end its last attempt, the check failed"];
      return failedSessions.has(qa)
        ? ["ticket: end an attempt, QA failed"]
        : ["ticket: end an attempt with what QA said"];
    }
    default:
      return ["ticket: end an attempt, its session failed"];
  }
}

/** The decision by which a ticket failed: about a call of its worker, by a gate, or because its attempts are used up. */
export function decisionsOfTicketEnd(
  { ticketId, failure }: EventOf<"ticket.failed">,
  { before, gates, stopped }: DecisionNotes,
): readonly CoreDecision[] {
  // Stopped by a person: the intervention's own event was counted as the decision.
  if (stopped.has(ticketId)) return [];
  const last = before.get(ticketId);
  switch (last?.type) {
    case undefined:
      return ["slots: fail, the budget is spent"];
    // An attempt that failed keeps its slot for the next one.
    case "attempt.failed":
    case "ticket.claimed":
      return [
        failure.code === "budget"
          ? "ticket: fail, the budget is spent"
          : "ticket: fail, no attempt is left",
      ];
    case "popup.decided":
    case "popup.expired":
      return atGate(gates.get(last.popupId)!);
    case "rule.applied":
      return atGate(gates.get(last.gate)!);
    default:
      return ["slots: fail, the budget is spent"];
  }
}

function atGate({ kind, status, decision }: GateNote): readonly CoreDecision[] {
  switch (kind) {
    case "tool":
      return ["call: end the ticket, aborted"];
    case "question":
      return ["call: end the ticket, its question aborted"];
    case "in-doubt":
      return [
        status === "expired"
          ? "call: end the ticket, its doubt expired"
          : "call: end the ticket, its doubt aborted",
      ];
    case "step":
    case "spawn":
    case "check":
    case "leftovers":
    case "merge":
      return [`ticket: end at its ${kind}`, wayOfEnd(status, decision)];
    default:
      return [];
  }
}

function wayOfEnd(status: GateNote["status"], decision: GateNote["decision"]): CoreDecision {
  if (status === "expired") return "ticket: end, expired";
  if (decision === null) return "ticket: end, denied by a rule";
  return decision === "abort" ? "ticket: end, aborted" : "ticket: end, rejected";
}
