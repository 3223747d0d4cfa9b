import type { Event } from "../../../core/event.ts";
import { type SessionId, streamIdOf, type TicketId } from "../../../core/ids.ts";

/** Which streams have ended, by the log. */
export interface StreamEnds {
  /** Takes in one event after another. */
  hear(event: Event): void;
  hasEnded(streamId: string): boolean;
}

/** What opens a stream, or ends one: what its session was for is decided, or is over. */
export const changesStreams: ReadonlySet<Event["type"]> = new Set<Event["type"]>([
  "session.opened",
  "session.failed",
  "tracks.accepted",
  "tickets.accepted",
  "plan.failed",
  "attempt.failed",
  "ticket.done",
  "ticket.failed",
  "run.ended",
]);

/** A ticket's streams go on with its next attempt; a planner's end once its plan is accepted or given up. */
export function newStreamEnds(): StreamEnds {
  const open = new Map<SessionId, string>();
  const end = (isMeant: (sessionId: SessionId) => boolean): void => {
    for (const sessionId of open.keys()) if (isMeant(sessionId)) open.delete(sessionId);
  };
  const endTicket = (ticketId: TicketId): void =>
    end((id) => id.startsWith(`tier3:${ticketId}:`) || id.startsWith(`tier4:${ticketId}:`));
  return {
    hear(event) {
      switch (event.type) {
        case "session.opened":
          open.set(event.sessionId, streamIdOf(event));
          break;
        case "session.failed":
          end((id) => id === event.sessionId);
          break;
        case "tracks.accepted":
          end((id) => id.startsWith("tier1"));
          break;
        case "tickets.accepted":
          end((id) => id === `tier2:${event.trackId}`);
          break;
        case "plan.failed":
          end((id) =>
            event.trackId === null ? id.startsWith("tier1") : id === `tier2:${event.trackId}`,
          );
          break;
        case "attempt.failed":
        case "ticket.done":
        case "ticket.failed":
          endTicket(event.ticketId);
          break;
        default:
      }
    },
    hasEnded: (streamId) => ![...open.values()].includes(streamId),
  };
}
