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

/** The four tiers; see `Tier` users in settings, addresses and the ledger. */
export const tiers = ["tier1", "tier2", "tier3", "tier4"] as const;
export type Tier = (typeof tiers)[number];

/**
 * Whose conversation a session is. Orchestrator and Tech Lead live once (attempt 1); a worker and its
 * QA live once an attempt.
 */
export interface Seat {
  readonly tier: Tier;
  readonly trackId: TrackId | null;
  readonly ticketId: TicketId | null;
  readonly attempt: number;
}

export function sessionIdOf(seat: Seat): SessionId {
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

export function streamIdOf(seat: Seat): StreamId {
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
export interface Address extends Seat {
  readonly turn: number;
  readonly try: number;
}
