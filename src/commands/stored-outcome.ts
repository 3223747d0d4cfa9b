import type { Event, RunOutcome } from "../core/event.ts";
import { project } from "../core/project.ts";
import type { Projection } from "../core/projection.ts";

/** How a run stands by its log; one that nobody writes and that has no end was cut off. */
export function storedOutcome(log: readonly Event[], isLive: boolean): RunOutcome | "running" {
  if (isLive) return "running";
  const last = log.at(-1);
  return last?.type === "run.ended" ? last.outcome : "interrupted";
}

/** The projection of a run that was read from disk. The log must not be empty. */
export function projectStored(log: readonly Event[], isLive: boolean): Projection {
  return { ...project(log), outcome: storedOutcome(log, isLive) };
}
