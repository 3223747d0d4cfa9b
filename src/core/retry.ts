import type { EventBody } from "./event.ts";
import { spawnGateId } from "./gates/gate.ts";
import type { TicketId } from "./ids.ts";
import type { State, TicketState } from "./state.ts";

/**
 * The failed tickets that a retry of this ticket gives another attempt: itself, and those that it waits for in the end.
 * `null`: all that failed.
 */
export function retriedBy(state: State, wanted: TicketId | null): readonly TicketId[] {
  if (wanted === null) return failed(state, [...state.tickets.keys()]);
  const seen = new Set<TicketId>();
  const reach = (id: TicketId): void => {
    const ticket = state.tickets.get(id);
    if (ticket === undefined || seen.has(id)) return;
    if (ticket.status !== "failed" && ticket.status !== "blocked") return;
    seen.add(id);
    ticket.ticket.dependsOn.forEach(reach);
  };
  reach(wanted);
  return failed(state, [...seen]);
}

const failed = ({ tickets }: State, ids: readonly TicketId[]): TicketId[] =>
  ids.filter((id) => tickets.get(id)!.status === "failed");

export function retried(
  state: State,
  { ticketId, note }: { readonly ticketId: TicketId | null; readonly note: string },
): readonly EventBody[] {
  return retriedBy(state, ticketId).map((id) => {
    const ticket = state.tickets.get(id)!;
    return {
      type: "ticket.retried",
      ticketId: id,
      attempt: nextAttempt(state, ticket),
      note: noteFor(ticket, note),
    };
  });
}

/** An attempt whose start was asked about is decided for good: then the one after it is next. */
const nextAttempt = ({ gates }: State, ticket: TicketState): number =>
  gates.has(spawnGateId(ticket)) ? ticket.attempt + 1 : ticket.attempt;

function noteFor({ note, failure }: TicketState, said: string): string {
  const why = failure === null ? [] : [`The ticket failed before: ${failure.message}`];
  const before = note === "" ? [] : [note];
  return [...why, ...before, ...(said === "" ? [] : [`A person says: ${said}`])].join("\n");
}
