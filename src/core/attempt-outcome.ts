import type { Seat } from "./ids.ts";
import type { Projection } from "./projection.ts";
import type { State } from "./state.ts";

/**
 * How a worker's go at a ticket ended. `failed`: another one followed, or the ticket failed. `unfinished`: the
 * run ended first.
 */
export const attemptOutcomes = ["done", "failed", "running", "unfinished"] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** `null` for a planner, who makes no attempts. `standing`: how the run stands, also where its log has no end. */
export function attemptOutcome(
  state: State,
  seat: Seat,
  standing: Projection["outcome"],
): AttemptOutcome | null {
  if (seat.ticketId === null) return null;
  const { status, attempt } = state.tickets.get(seat.ticketId)!;
  if (seat.attempt < attempt) return "failed";
  switch (status) {
    case "done":
      return "done";
    case "failed":
    case "blocked":
      return "failed";
    case "todo":
    case "running":
      return standing === "running" ? "running" : "unfinished";
  }
}
