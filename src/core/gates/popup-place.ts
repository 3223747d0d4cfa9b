import type { TicketId, TicketSeat, TrackId } from "../ids.ts";
import type { Ticket } from "../planning/ticket.ts";

/** Which part of the run a decision is for: the run, a track, a ticket, or one tool call of a ticket's worker. */
export type PopupPlace = PlaceOfRun | PlaceOfTrack | PlaceOfTicket | PlaceOfCall;

export interface PlaceOfRun {
  readonly trackId: null;
  readonly ticketId: null;
  readonly attempt: null;
  readonly callId: null;
}

export interface PlaceOfTrack {
  readonly trackId: TrackId;
  readonly ticketId: null;
  readonly attempt: null;
  readonly callId: null;
}

export interface PlaceOfTicket {
  readonly trackId: TrackId;
  readonly ticketId: TicketId;
  readonly attempt: number;
  readonly callId: null;
}

export interface PlaceOfCall {
  readonly trackId: TrackId;
  readonly ticketId: TicketId;
  readonly attempt: number;
  readonly callId: string;
}

export const placeOfRun: PlaceOfRun = {
  trackId: null,
  ticketId: null,
  attempt: null,
  callId: null,
};

export const placeOfTrack = (trackId: TrackId): PlaceOfTrack => ({
  trackId,
  ticketId: null,
  attempt: null,
  callId: null,
});

export const placeOfTicket = (state: {
  readonly ticket: Ticket;
  readonly attempt: number;
}): PlaceOfTicket => ({
  trackId: state.ticket.trackId,
  ticketId: state.ticket.id,
  attempt: state.attempt,
  callId: null,
});

export const placeOfCall = (seat: TicketSeat, callId: string): PlaceOfCall => ({
  trackId: seat.trackId,
  ticketId: seat.ticketId,
  attempt: seat.attempt,
  callId,
});
