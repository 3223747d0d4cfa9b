import type { CallMatch } from "../../mock-provider/model-script.ts";

/** Which call of a session; each is 1 where it is not said. `try` counts the retries of one turn. */
export interface CallPlace {
  readonly turn?: number;
  readonly try?: number;
}

export interface AttemptCallPlace extends CallPlace {
  readonly attempt?: number;
}

const first = { attempt: 1, turn: 1, try: 1 };

/** Names one call of one model, for a fault to hit. */
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
