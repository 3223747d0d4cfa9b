import type { SessionId } from "../core/ids.ts";
import type { SessionState, State } from "../core/state.ts";
import { refusal } from "./refusal.ts";

/** The session that a person means: its id, or the ticket or track whose last one it is. */
export function findSession(state: State, wanted: string): SessionId {
  const sessions = [...state.sessions.values()];
  const exact = sessions.find(({ id, streamId }) => id === wanted || streamId === wanted);
  const named = exact ?? sessions.findLast((session) => isNamed(session, wanted));
  if (named !== undefined) return named.id;
  const known = sessions.map(({ id }) => id).join(", ");
  throw refusal(
    `There is no session ${JSON.stringify(wanted)}. ${known === "" ? "The run has opened none yet." : `There are: ${known}.`}`,
  );
}

/** A ticket's name means its worker, not the QA that read its check. */
function isNamed({ seat }: SessionState, wanted: string): boolean {
  switch (seat.tier) {
    case "tier1":
      return wanted === "tier1";
    case "tier2":
      return seat.trackId === wanted;
    case "tier3":
      return seat.ticketId === wanted;
    case "tier4":
      return false;
  }
}
