import type { CallMatch } from "../../mock-provider/model-script.ts";

/** Which call of a session; a number that is left out is 1. `try` 2 is the first retry of a turn. */
export interface CallPlace {
  readonly turn?: number;
  readonly try?: number;
}

/** Which call of a session that begins anew with each attempt at a ticket. */
export interface AttemptCallPlace extends CallPlace {
  readonly attempt?: number;
}

const first = { attempt: 1, turn: 1, try: 1 };

/**
 * Names one call of one model, for a fault's `on(…)`.
 * @example overloaded().on(call.tier3("T-1", { turn: 2 }))
 */
export const call = {
  tier1: (place: CallPlace = {}): CallMatch => ({
    tier: "tier1",
    trackId: null,
    ticketId: null,
    ...first,
    ...place,
  }),
  tier2: (trackId: string, place: CallPlace = {}): CallMatch => ({
    tier: "tier2",
    trackId,
    ticketId: null,
    ...first,
    ...place,
  }),
  tier3: (ticketId: string, place: AttemptCallPlace = {}): CallMatch => ({
    tier: "tier3",
    trackId: null,
    ticketId,
    ...first,
    ...place,
  }),
  tier4: (ticketId: string, place: AttemptCallPlace = {}): CallMatch => ({
    tier: "tier4",
    trackId: null,
    ticketId,
    ...first,
    ...place,
  }),
};
