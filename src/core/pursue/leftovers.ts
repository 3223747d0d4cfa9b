import type { EventBody } from "../event.ts";
import { leftoversGateId, openGate } from "../gates/gate.ts";
import { placeOfTicket } from "../gates/popup-place.ts";
import { sessionIdOf } from "../ids.ts";
import { isUnsolved, type Leftover, leftoverText } from "../leftover.ts";
import { userText } from "../message.ts";
import type { SessionState, State, TicketState } from "../state.ts";
import { refusedAtGate, seatOfTicket } from "./ticket-moves.ts";

/** The worker is told first what its commit lacks, and may mend it; if it does not, a person decides. */
export function pursueLeftovers(state: State, ticket: TicketState): readonly EventBody[] {
  const { leftovers } = ticket;
  const session = state.sessions.get(sessionIdOf(seatOfTicket(ticket, "tier3")))!;
  const isLastTurn = session.turn >= state.settings.turns;
  if (!ticket.leftoversHeard && !isLastTurn)
    return [returned(ticket, session, leftoversRequest(leftovers))];
  const id = leftoversGateId(ticket);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const subject = { kind: "leftovers", payload: { leftovers } } as const;
    return [openGate(state, { id, subject, place: placeOfTicket(ticket) })];
  }
  if (gate.status === "open") return [];
  if (gate.decision?.type === "reject" && !isLastTurn)
    return [returned(ticket, session, `A person does not want to go on so: ${gate.reason}`)];
  return refusedAtGate(ticket, gate);
}

const returned = (ticket: TicketState, session: SessionState, text: string): EventBody => ({
  type: "leftovers.returned",
  ticketId: ticket.ticket.id,
  sessionId: session.id,
  message: userText(text),
});

function leftoversRequest(leftovers: readonly Leftover[]): string {
  const rows = (some: readonly Leftover[]) => some.map((one) => `- ${leftoverText(one)}`);
  const missing = rows(leftovers.filter((one) => !isUnsolved(one)));
  const unsolved = rows(leftovers.filter(isUnsolved));
  return [
    ...(missing.length === 0
      ? []
      : [
          "The commit of your work does not hold everything that you wrote:",
          ...missing,
          "Put what the project needs where it can be committed, or change what keeps it out. Of what is not needed say " +
            "so in your last message: a person decides whether to go on without it.",
        ]),
    ...(unsolved.length === 0
      ? []
      : [
          "Git could not merge some files of your work, and they still hold its markers:",
          ...unsolved,
          "Write each of them as it is meant to be, without the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>.",
        ]),
  ].join("\n");
}
