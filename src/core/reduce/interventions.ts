import type { Intervention } from "../interventions/intervention.ts";
import type { State } from "../state.ts";

/** What ends when a ticket is stopped has events of its own. */
export function reduceIntervention(state: State, intervention: Intervention): void {
  state.interventions.add(intervention.id);
  if (intervention.type !== "instruct") return;
  const ticket = state.tickets.get(intervention.ticketId)!;
  ticket.instructions = [...ticket.instructions, intervention.text];
}
