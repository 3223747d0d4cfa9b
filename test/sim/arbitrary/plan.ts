import fc from "fast-check";

/** A DAG over some tracks, as a Tech Lead would propose it. */
export interface DrawnTicket {
  readonly id: string;
  readonly trackId: string;
  readonly dependsOn: readonly string[];
}

export interface DrawnPlan {
  readonly trackIds: readonly string[];
  readonly tickets: readonly DrawnTicket[];
}

/** Each ticket may depend on any of its track's that were drawn before it: no cycle can come of it. */
export const anyPlan = (shape: {
  readonly minTickets: number;
  readonly maxTickets: number;
  readonly maxTracks: number;
}): fc.Arbitrary<DrawnPlan> =>
  fc
    .array(
      fc.record({
        track: fc.nat({ max: shape.maxTracks - 1 }),
        back: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
      }),
      { minLength: shape.minTickets, maxLength: shape.maxTickets, size: "max" },
    )
    .map((drawn) => {
      const byTrack = new Map<string, DrawnTicket[]>();
      for (const [index, { track, back }] of drawn.entries()) {
        const trackId = `track-${track}`;
        const earlier = byTrack.get(trackId) ?? [];
        byTrack.set(trackId, earlier);
        const ids = back.flatMap((steps) => earlier[earlier.length - steps]?.id ?? []);
        earlier.push({ id: `T-${index}`, trackId, dependsOn: [...new Set(ids)] });
      }
      return {
        trackIds: [...byTrack.keys()],
        // The last first: nothing may lean on the order of the list.
        tickets: [...byTrack.values()].flatMap((tickets) => tickets.toReversed()),
      };
    });
