import type { Popup } from "../../core/gates/popup.ts";
import type { SessionId, TicketId } from "../../core/ids.ts";

/** The name of a session as the gutter shows it: in full, and short for a narrow terminal. */
export interface Speaker {
  /** Equal for all sessions of one stream. */
  readonly key: string;
  readonly label: string;
  readonly shortLabel: string;
  readonly isPlanner: boolean;
}

/** The speaker of a session, by its id (see `sessionIdOf`). */
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

/** Who asks: the session of the popup; `null` for the run itself. */
export function popupSpeaker(popup: Popup | null): Speaker | null {
  if (popup === null) return null;
  if (popup.ticketId !== null) return workerOf(popup.ticketId);
  if (popup.trackId !== null) return leadOf(popup.trackId);
  return popup.kind === "tracks" ? leadOf(null) : null;
}
