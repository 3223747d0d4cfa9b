import type { Event, RunOutcome } from "../core/event.ts";
import { projectState } from "../core/project.ts";
import type { Projection } from "../core/projection.ts";
import type { State } from "../core/state.ts";

/** The outcome of a recorded run. One that has not ended and that no process conducts was interrupted. */
export function storedOutcome(log: readonly Event[], isLive: boolean): RunOutcome | "running" {
  if (isLive) return "running";
  // What a person decided after the end, for the resume, stands behind it.
  const last = log.findLast(({ type }) => type === "run.ended" || type === "run.resumed");
  return last?.type === "run.ended" ? last.outcome : "interrupted";
}

/** The projection of a recorded run, from its log and the state that this folds to. */
export function projectStored(log: readonly Event[], state: State, isLive: boolean): Projection {
  return { ...projectState(state, log), outcome: storedOutcome(log, isLive) };
}
