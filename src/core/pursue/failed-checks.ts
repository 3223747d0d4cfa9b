import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import { failedMergeGateId, openGate } from "../gates/gate.ts";
import { placeOfTicket } from "../gates/popup-place.ts";
import { sessionIdOf } from "../ids.ts";
import { userText } from "../message.ts";
import type { SessionState, State, TicketState } from "../state.ts";
import { fill } from "../template.ts";
import { attemptFailed, hasReported, refusedAtGate, seatOfTicket } from "./ticket-moves.ts";
import { failureValues } from "./ticket-prompts.ts";

/** The ticket's own tree fails the check. QA says why, if there is another attempt that can use it. */
export function pursueFailedCheck(state: State, ticket: TicketState): readonly EventBody[] {
  return isLastAttempt(ticket)
    ? [attemptFailed(ticket, checkFailed(state), ticket.checkOutput)]
    : hearQa(state, ticket);
}

/**
 * The ticket's tree passes the check, and merged with what others did it fails. Once its attempts are used up, a person
 * decides whether it gets another one. No decision lets such a merge through.
 */
export function pursueFailedMerge(state: State, ticket: TicketState): readonly EventBody[] {
  if (!isLastAttempt(ticket)) return hearQa(state, ticket);
  const id = failedMergeGateId(ticket);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const failedCheck = { command: state.settings.check!, output: ticket.checkOutput };
    const payload = { commit: ticket.commit!, conflicts: ticket.conflicts, failedCheck };
    const place = placeOfTicket(ticket);
    return [openGate(state, { id, subject: { kind: "merge", payload }, place })];
  }
  if (gate.status === "open") return [];
  if (gate.status !== "allowed") return refusedAtGate(ticket, gate);
  return hearQa(state, ticket).map((event) =>
    event.type === "attempt.failed" ? { ...event, granted: true } : event,
  );
}

const isLastAttempt = (ticket: TicketState): boolean => ticket.attempt >= ticket.attemptsAllowed;

const checkFailed = (state: State): Failure => ({
  code: "check-failed",
  message: `\`${state.settings.check}\` failed`,
});

/** What QA says of the failed check is the next attempt's note. */
function hearQa(state: State, ticket: TicketState): readonly EventBody[] {
  const seat = seatOfTicket(ticket, "tier4");
  const session = state.sessions.get(sessionIdOf(seat));
  if (session === undefined) {
    const message = userText(fill(state.settings.prompts.failure, failureValues(state, ticket)));
    return [{ type: "session.opened", sessionId: sessionIdOf(seat), ...seat, message }];
  }
  const said = saidBy(session);
  if (said === null) return [];
  const note = `The check \`${state.settings.check}\` failed. What QA says of it:\n${said}`;
  return [attemptFailed(ticket, checkFailed(state), note)];
}

/** What QA said; that it could not, where its call failed; `null` while it speaks. */
function saidBy(session: SessionState): string | null {
  if (session.phase.type === "replied") return hasReported(session) ? session.phase.text : null;
  if (session.phase.type === "failed") return `(QA failed: ${session.phase.failure.message})`;
  return null;
}
