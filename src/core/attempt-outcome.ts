import type { Seat } from "./ids.ts";
import type { Projection } from "./projection.ts";
import type { State } from "./state.ts";

/**
 * How a worker's go at a ticket ended. `failed`: another one followed, or the ticket failed. `unfinished`: the
 * run ended first.
 */
export const attemptOutcomes = ["done", "failed", "running", "unfinished"] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/**
 * How the attempt of a worker or its QA has ended; `null` for a planner, which makes no attempts. `standing` is how the
 * run itself stands, which the log of a killed run does not say.
 */
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
