import type { TicketId } from "../ids.ts";
import { isUnsolved, leftoverText, needsDecision } from "../leftover.ts";
import type { State, TicketState } from "../state.ts";
import { showDocuments } from "../template.ts";

/** What stands in a worker's first prompt. */
export function ticketValues(state: State, ticketState: TicketState): Record<string, string> {
  const { ticket, documents, skeletons, note, attempt } = ticketState;
  return {
    ticketId: ticket.id,
    ticketTitle: ticket.title,
    ticketDescription: [ticket.description, ...missingFrom(state, ticket.dependsOn)].join("\n\n"),
    documents: showDocuments(documents),
    skeletons: showDocuments(skeletons),
    note,
    attempt: String(attempt),
  };
}

/** Files that tickets before this one wrote and did not commit: its worker must not expect them. */
function missingFrom(state: State, dependsOn: readonly TicketId[]): readonly string[] {
  return dependsOn.flatMap((id) => {
    const { leftovers } = state.tickets.get(id)!;
    const left = leftovers.filter((one) => needsDecision(one) && !isUnsolved(one));
    const names = left.map(leftoverText).join(", ");
    return left.length === 0 ? [] : [`Not there, though ${id} wrote it: ${names}.`];
  });
}

/** What stands in the prompt of the QA that reads a failed check. */
export function failureValues(
  state: State,
  { ticket, checkOutput }: TicketState,
): Record<string, string> {
  return {
    ticketId: ticket.id,
    ticketTitle: ticket.title,
    ticketDescription: ticket.description,
    command: state.settings.check ?? "",
    output: checkOutput,
  };
}
