import { nearestName } from "../../config/nearest-name.ts";
import { latestSession } from "../../core/context-summary.ts";
import type { SessionId } from "../../core/ids.ts";
import type { SessionState, State } from "../../core/state.ts";
import { refusal } from "../refusal.ts";

/** The session that a person means; without a name the one whose call came last, `null` before any. */
export function chosenSession(state: State, wanted: string | null): SessionId | null {
  return wanted === null ? latestSession(state) : findSession(state, wanted);
}

/**
 * The session of that name: its id or its stream's, the ticket, track or tier whose last one it is, or a ticket
 * with an attempt (`T-1:2`).
 */
export function findSession(state: State, wanted: string): SessionId {
  const found = sessionNamed(state, wanted);
  if (found !== null) return found;
  const sessions = [...state.sessions.values()];
  const names = new Set(sessions.flatMap(namesOf));
  const meant = nearestName(wanted, [...names]);
  const known = sessions.map(({ id }) => id).join(", ");
  const there = known === "" ? "The run has opened none yet." : `There are: ${known}.`;
  const guess = meant === null ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  throw refusal(`There is no session ${JSON.stringify(wanted)}.${guess} ${there}`);
}

/** `null` where there is none of that name yet. */
export function sessionNamed(state: State, wanted: string): SessionId | null {
  const sessions = [...state.sessions.values()];
  const exact = sessions.find(({ id, streamId }) => id === wanted || streamId === wanted);
  const named = exact ?? sessions.findLast((session) => namesOf(session).includes(wanted));
  return named?.id ?? sessions.findLast(({ seat }) => seat.tier === wanted)?.id ?? null;
}

/** A ticket's name means its worker, not the QA that read its check. */
function namesOf({ id, seat }: SessionState): readonly string[] {
  const { ticketId, trackId, attempt } = seat;
  switch (seat.tier) {
    case "tier1":
    case "tier4":
      return [id];
    case "tier2":
      return [id, `${trackId}`];
    case "tier3":
      return [id, `${ticketId}`, `${ticketId}:${attempt}`];
  }
}
