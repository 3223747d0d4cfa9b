import type { Event, RunOutcome } from "../core/event.ts";
import { project } from "../core/project.ts";
import type { Projection } from "../core/projection.ts";

/** The outcome of a recorded run. One that has not ended and that no process conducts was interrupted. */
export function storedOutcome(log: readonly Event[], isLive: boolean): RunOutcome | "running" {
  if (isLive) return "running";
  const last = log.at(-1);
  return last?.type === "run.ended" ? last.outcome : "interrupted";
}

/** The projection of a recorded run. The log must not be empty. */
export function projectStored(log: readonly Event[], isLive: boolean): Projection {
  return { ...project(log), outcome: storedOutcome(log, isLive) };
}
