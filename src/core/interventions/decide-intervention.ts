import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import type { TicketId } from "../ids.ts";
import type { Intervention } from "./intervention.ts";
import type { State, TicketState } from "../state.ts";

/** Takes in what a person says, or refuses what would have no effect. */
export function decideIntervention(state: State, intervention: Intervention): readonly EventBody[] {
  // A process that crashed had taken it in already, and whoever sends it again could not know.
  if (state.interventions.has(intervention.id)) return [];
  const problem = problemWith(state, intervention);
  if (problem !== null) return [{ type: "intervention.refused", intervention, message: problem }];
  const received: EventBody = { type: "intervention.received", intervention };
  switch (intervention.type) {
    case "instruct":
      return [received];
    case "stop":
      return [received, ...stop(state, state.tickets.get(intervention.ticketId)!, intervention)];
  }
}

function problemWith(state: State, { type, ticketId }: Intervention): string | null {
  const ticket = state.tickets.get(ticketId);
  if (ticket === undefined) {
    const known = [...state.tickets.keys()].join(", ");
    return `There is no ticket ${ticketId}; there ${known === "" ? "are none yet" : `are ${known}`}.`;
  }
  if (ticket.stage === "final") return `Ticket ${ticketId} is ${ticket.status} already.`;
  switch (type) {
    case "instruct":
      return isStillRead(ticket)
        ? null
        : `The worker of ${ticketId} has ended its work, so nobody would read it.`;
    case "stop":
      return ticket.stage === "merging" || ticket.stage === "merged"
        ? `Ticket ${ticketId} is being merged already.`
        : null;
  }
}

/** A worker has another turn, or another worker will. */
function isStillRead(ticket: TicketState): boolean {
  switch (ticket.stage) {
    case "waiting":
    case "ready":
    case "queued":
    case "claimed":
    case "preparing":
    case "prepared":
    case "working":
    case "lost":
      return true;
    case "failing":
      return ticket.attempt < ticket.attemptsAllowed;
    case "clashing":
      // Where no attempt is left, a person may still give one.
      return true;
    default:
      return false;
  }
}

/** Lets go of what is in flight for the ticket, closes what it asks, and ends it. */
function stop(
  state: State,
  { ticket: { id } }: TicketState,
  { reason }: Extract<Intervention, { type: "stop" }>,
): readonly EventBody[] {
  const events: EventBody[] = [];
  const why = reason === "" ? "a person stopped it" : `a person stopped it: ${reason}`;
  for (const intent of state.unsettled.values()) {
    if (ticketOf(state, intent) !== id) continue;
    if (intent.type === "model.started") {
      const failure: Failure = { code: "cancelled", message: why };
      events.push({ type: "stream.discarded", effectId: intent.seq, unit: intent.unit, failure });
    } else events.push({ type: "effect.abandoned", effectId: intent.seq });
  }
  for (const { popup } of state.openPopups.values()) {
    if (popup.ticketId !== id) continue;
    const { id: popupId, kind, revision, payloadHash } = popup;
    // Of a ticket's time no popup offers to abort the ticket.
    const decision = { type: kind === "budget" ? "stop" : "abort" } as const;
    events.push({ type: "popup.decided", popupId, decision, revision, payloadHash, rule: null });
  }
  return [
    ...events,
    { type: "ticket.failed", ticketId: id, failure: { code: "aborted", message: why } },
  ];
}

/** The ticket that an intent belongs to. Showing a popup and waiting for its time end with the popup, so they have none. */
function ticketOf(state: State, intent: EventBody): TicketId | null {
  const ofSession = (id: Parameters<State["sessions"]["get"]>[0]) =>
    state.sessions.get(id)?.seat.ticketId ?? null;
  switch (intent.type) {
    case "model.started":
      return ofSession(intent.unit.sessionId);
    case "tool.started":
      return ofSession(intent.sessionId);
    case "timer.started":
      return intent.purpose.type === "retry" ? ofSession(intent.purpose.sessionId) : null;
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
      return intent.ticketId;
    default:
      return null;
  }
}
