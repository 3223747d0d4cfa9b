import type { Event, Unit } from "../../core/event.ts";
import type { Popup } from "../../core/gates/popup.ts";
import {
  type EffectId,
  type PopupId,
  type Seat,
  seatOf,
  type SessionId,
  type TicketId,
} from "../../core/ids.ts";

/** Reads a log event by event, and keeps of it what is needed to understand the events that follow. */
export interface LogReader {
  readonly seats: ReadonlyMap<SessionId, Seat>;
  readonly popups: ReadonlyMap<PopupId, Popup>;
  readonly openPopups: ReadonlySet<PopupId>;
  /** Intents whose outcome has not come yet. */
  readonly inFlight: ReadonlyMap<EffectId, Event>;
  /** The ticket that an event is about; `null` where it is about no single one. */
  ticketOf(event: Event): TicketId | null;
  take(event: Event): void;
}

export function newLogReader(): LogReader {
  const seats = new Map<SessionId, Seat>();
  const popups = new Map<PopupId, Popup>();
  const openPopups = new Set<PopupId>();
  const inFlight = new Map<EffectId, Event>();

  const ticketOfSession = (id: SessionId): TicketId | null => seats.get(id)?.ticketId ?? null;

  function ticketOf(event: Event): TicketId | null {
    if ("unit" in event) return ticketOfSession((event.unit as Unit).sessionId);
    if ("ticketId" in event) return event.ticketId;
    if ("sessionId" in event) return ticketOfSession(event.sessionId);
    if ("popupId" in event) return popups.get(event.popupId)?.ticketId ?? null;
    switch (event.type) {
      case "popup.opened":
        return event.popup.ticketId;
      case "timer.started":
      case "timer.ended":
        return event.purpose.type === "retry"
          ? ticketOfSession(event.purpose.sessionId)
          : (popups.get(event.purpose.popupId)?.ticketId ?? null);
      case "effect.failed":
      case "effect.abandoned": {
        const intent = inFlight.get(event.effectId);
        return intent === undefined ? null : ticketOf(intent);
      }
      default:
        return null;
    }
  }

  return {
    seats,
    popups,
    openPopups,
    inFlight,
    ticketOf,
    take(event) {
      if (event.type === "stream.deltas") return;
      if ("effectId" in event && event.effectId !== null) inFlight.delete(event.effectId);
      switch (event.type) {
        case "session.opened":
          seats.set(event.sessionId, seatOf(event));
          break;
        case "popup.opened":
          popups.set(event.popup.id, event.popup);
          openPopups.add(event.popup.id);
          break;
        case "popup.decided":
        case "popup.expired":
          openPopups.delete(event.popupId);
          break;
        default:
          if (event.type.endsWith(".started") && event.type !== "run.started")
            inFlight.set(event.seq, event);
      }
    },
  };
}
