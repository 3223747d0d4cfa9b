import type { SessionId, TicketId } from "../../core/ids.ts";

/** Whose line it is, as the gutter shows it: in full, and for a narrow terminal. */
export interface Speaker {
  /** The same for every session of one stream. */
  readonly key: string;
  readonly label: string;
  readonly shortLabel: string;
  readonly isPlanner: boolean;
}

/** Reads a session's id; see `sessionIdOf`. */
export function speakerOf(sessionId: SessionId): Speaker {
  const [tier, ...rest] = sessionId.split(":");
  switch (tier) {
    case "tier2": {
      const track = rest.join(":");
      return {
        key: `tier2:${track}`,
        label: `Lead ${track}`,
        shortLabel: track,
        isPlanner: true,
      };
    }
    case "tier3":
      return workerOf(rest.slice(0, -1).join(":"));
    case "tier4": {
      const ticket = rest.slice(0, -1).join(":");
      return {
        key: `tier4:${ticket}`,
        label: `QA ${ticket}`,
        shortLabel: `QA ${ticket}`,
        isPlanner: false,
      };
    }
    default:
      return { key: "tier1", label: "Orchestrator", shortLabel: "Plan", isPlanner: true };
  }
}

export function workerOf(ticketId: TicketId | string): Speaker {
  return {
    key: `tier3:${ticketId}`,
    label: `Worker ${ticketId}`,
    shortLabel: ticketId,
    isPlanner: false,
  };
}

export function leadOf(trackId: string | null): Speaker {
  return speakerOf((trackId === null ? "tier1" : `tier2:${trackId}`) as SessionId);
}
