import type { EventBody } from "../event.ts";
import type { SessionState, State } from "../state.ts";
import type { Subject } from "../subject.ts";
import { pursueMerges } from "./merges.ts";
import { pursuePlan, pursueTrack } from "./plans.ts";
import { pursuePopup } from "./popups.ts";
import { pursueRun } from "./run.ts";
import { pursueSession } from "./sessions.ts";
import { pursueSlots } from "./slots.ts";
import { pursueTicket } from "./tickets.ts";

/**
 * What the state calls for next, as far as one subject is concerned: usually one event, none where it has
 * to wait. It looks at the state alone, never at how the state came about, so a resume needs no code of its
 * own.
 */
export function pursue(state: State, subject: Subject): readonly EventBody[] {
  if (state.ended !== null) return [];
  if (state.interrupted) return subject.on === "run" ? pursueRun(state) : [];
  switch (subject.on) {
    case "plan":
      return pursuePlan(state);
    case "track":
      return pursueTrack(state, state.tracks.get(subject.id)!);
    case "ticket": {
      const ticket = state.tickets.get(subject.id);
      return ticket === undefined || state.pausedTickets.has(subject.id)
        ? []
        : pursueTicket(state, ticket);
    }
    case "session": {
      const session = state.sessions.get(subject.id);
      return session === undefined || isPaused(state, session) ? [] : pursueSession(state, session);
    }
    case "popup":
      return pursuePopup(state, subject.id);
    case "slots":
      return pursueSlots(state);
    case "merges":
      return pursueMerges(state);
    case "run":
      return pursueRun(state);
  }
}

const isPaused = (state: State, { id, seat: { ticketId } }: SessionState): boolean =>
  state.pausedSessions.has(id) || (ticketId !== null && state.pausedTickets.has(ticketId));
