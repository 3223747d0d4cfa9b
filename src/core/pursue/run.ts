import type { EventBody, RunOutcome } from "../event.ts";
import type { Failure } from "../failure.ts";
import type { State } from "../state.ts";

/** Begins with a survey, and ends the run when nothing is left to do or nobody to ask. */
export function pursueRun(state: State): readonly EventBody[] {
  if (state.interrupted) return inFlight(state) === 0 ? [end("interrupted", state)] : [];
  if (state.survey.status === "due") return [{ type: "survey.started" }];
  if (state.planFailure !== null) return inFlight(state) === 0 ? [end("failed", state)] : [];
  if (isComplete(state)) return [end(hasFailure(state) ? "failed" : "done", state)];
  if (state.unsettled.size > 0) return [];
  const trouble = troubleOf(state);
  if (trouble === null && state.openPopups.size === 0) return [];
  for (const open of state.openPopups.values()) if (open.attended !== false) return [];
  return [{ type: "run.ended", outcome: "waiting", failure: trouble }];
}

/** Why something pauses; of several reasons the first. */
function troubleOf({ survey, pausedSessions, pausedTickets }: State): Failure | null {
  for (const failure of pausedSessions.values()) return failure;
  for (const failure of pausedTickets.values()) return failure;
  return survey.failure;
}

/** Effects that must be let go before the run may end. Timers and prompts just stop. */
function inFlight(state: State): number {
  let count = 0;
  for (const intent of state.unsettled.values()) {
    if (intent.type !== "timer.started" && intent.type !== "popup.asked") count++;
  }
  return count;
}

function isComplete(state: State): boolean {
  if (!state.plan.accepted || inFlight(state) > 0) return false;
  for (const track of state.tracks.values()) {
    if (track.failure === null && (!track.plan.accepted || track.openTickets > 0)) return false;
  }
  return true;
}

function hasFailure(state: State): boolean {
  for (const track of state.tracks.values()) if (track.failure !== null) return true;
  for (const ticket of state.tickets.values()) if (ticket.status !== "done") return true;
  return false;
}

const end = (outcome: RunOutcome, state: State): EventBody => ({
  type: "run.ended",
  outcome,
  failure: outcome === "failed" ? state.planFailure : null,
});
