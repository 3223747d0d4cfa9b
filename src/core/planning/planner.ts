import type { Planner, SessionState, State } from "../state.ts";

export const newPlanner = <Item>(): Planner<Item> => ({
  round: 1,
  refusals: 0,
  problems: null,
  proposal: null,
  accepted: false,
});

/** The planner that a session belongs to; `null` for workers and QA. */
export function plannerOf(state: State, { seat }: SessionState): Planner<unknown> | null {
  switch (seat.tier) {
    case "tier1":
      return state.plan;
    case "tier2":
      return state.tracks.get(seat.trackId)!.plan;
    case "tier3":
    case "tier4":
      return null;
  }
}

/** What a call is for: a planner's turn after a refusal is to mend its plan. */
export function purposeOf(state: State, session: SessionState): "work" | "repair" {
  return (plannerOf(state, session)?.refusals ?? 0) > 0 ? "repair" : "work";
}
