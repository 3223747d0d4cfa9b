import { nearestName } from "../core/words/nearest-name.ts";
import { latestSession } from "../core/window/context-summary.ts";
import type { SessionId } from "../core/ids.ts";
import type { SessionState, State } from "../core/state.ts";
import { usageError } from "./usage-error.ts";

/** The session that a person named; without a name the one that called a model last, `null` before any did. */
export function chosenSession(state: State, wanted: string | null): SessionId | null {
  return wanted === null ? latestSession(state) : findSession(state, wanted);
}

/**
 * Finds a session by a name: its id, its stream's id, a ticket with an attempt (`T-1:2`); or a ticket, a track or a
 * tier, which mean their latest session.
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
  throw usageError(`There is no session ${JSON.stringify(wanted)}.${guess} ${there}`);
}

/** The session with that name; `null` where there is none yet. */
export function sessionNamed(state: State, wanted: string): SessionId | null {
  const sessions = [...state.sessions.values()];
  const exact = sessions.find(({ id, streamId }) => id === wanted || streamId === wanted);
  const named = exact ?? sessions.findLast((session) => namesOf(session).includes(wanted));
  return named?.id ?? sessions.findLast(({ seat }) => seat.tier === wanted)?.id ?? null;
}

/** The names of a session besides its ids. A ticket's id names its worker, not its QA. */
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
