/**
 * Branded ids: plain strings at run time, distinct types at compile time, so that two ids can't be
 * swapped unseen.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RunId = Branded<"RunId">;
export type TrackId = Branded<"TrackId">;
export type TicketId = Branded<"TicketId">;
/** Names one agent's conversation: `tier1`, `tier2:<track>`, `tier3:<ticket>:<attempt>`, `tier4:<ticket>:<attempt>`. */
export type SessionId = Branded<"SessionId">;
/** Names what a viewer follows, exactly as seed-system spells it: `Tier 3 (Worker): <ticket>`. */
export type StreamId = Branded<"StreamId">;
/** Names one request for a decision, readable and deterministic: `tool:T-1:1.2.0`. */
export type PopupId = Branded<"PopupId">;
/** The `seq` of the event that holds the effect's intent. */
export type EffectId = number;

export const runId = (text: string): RunId => text as RunId;
export const trackId = (text: string): TrackId => text as TrackId;
export const ticketId = (text: string): TicketId => text as TicketId;
export const popupId = (text: string): PopupId => text as PopupId;

/** Orchestrator, Tech Lead, Worker and QA. */
export const tiers = ["tier1", "tier2", "tier3", "tier4"] as const;
export type Tier = (typeof tiers)[number];

interface OrchestratorSeat {
  readonly tier: "tier1";
  readonly trackId: null;
  readonly ticketId: null;
  readonly attempt: 1;
}

interface LeadSeat {
  readonly tier: "tier2";
  readonly trackId: TrackId;
  readonly ticketId: null;
  readonly attempt: 1;
}

/** A worker's or its QA's. */
export interface TicketSeat {
  readonly tier: "tier3" | "tier4";
  readonly trackId: TrackId;
  readonly ticketId: TicketId;
  readonly attempt: number;
}

/** Whose conversation a session is: a planner's lives once, a worker's and its QA's once an attempt. */
export type Seat = OrchestratorSeat | LeadSeat | TicketSeat;

export const orchestratorSeat: OrchestratorSeat = {
  tier: "tier1",
  trackId: null,
  ticketId: null,
  attempt: 1,
};

export const leadSeat = (trackId: TrackId): LeadSeat => ({
  tier: "tier2",
  trackId,
  ticketId: null,
  attempt: 1,
});

/** The seat alone, of what says more than that. */
export function seatOf(whose: Seat): Seat {
  switch (whose.tier) {
    case "tier1":
      return orchestratorSeat;
    case "tier2":
      return leadSeat(whose.trackId);
    case "tier3":
    case "tier4": {
      const { tier, trackId, ticketId, attempt } = whose;
      return { tier, trackId, ticketId, attempt };
    }
  }
}

/** As much of a seat as names its stream. */
type StreamName =
  | Pick<OrchestratorSeat, "tier">
  | Pick<LeadSeat, "tier" | "trackId">
  | Pick<TicketSeat, "tier" | "ticketId">;

/** As much of a seat as names its session. */
type SessionName = Exclude<StreamName, { tier: TicketSeat["tier"] }> | Omit<TicketSeat, "trackId">;

export function sessionIdOf(seat: SessionName): SessionId {
  switch (seat.tier) {
    case "tier1":
      return "tier1" as SessionId;
    case "tier2":
      return `tier2:${seat.trackId}` as SessionId;
    case "tier3":
    case "tier4":
      return `${seat.tier}:${seat.ticketId}:${seat.attempt}` as SessionId;
  }
}

export function streamIdOf(seat: StreamName): StreamId {
  switch (seat.tier) {
    case "tier1":
      return "Tier 1 (Orchestrator)" as StreamId;
    case "tier2":
      return `Tier 2 (Tech Lead): ${seat.trackId}` as StreamId;
    case "tier3":
      return `Tier 3 (Worker): ${seat.ticketId}` as StreamId;
    case "tier4":
      return `Tier 4 (QA): ${seat.ticketId}` as StreamId;
  }
}

/** Which call to a model this is: a retry is the next try of the same turn. Counts start at 1. */
export type Address = Seat & { readonly turn: number; readonly try: number };

export function callAddress(call: {
  readonly seat: Seat;
  readonly turn: number;
  readonly try: number;
}): Address {
  return { ...call.seat, turn: call.turn, try: call.try };
}
