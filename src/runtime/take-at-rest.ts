import { decide } from "../core/decide.ts";
import type { Event } from "../core/event.ts";
import type { Input } from "../core/input.ts";
import { fold } from "../core/reduce/reduce.ts";

/** What a person may say to a run that no process conducts. */
export type InputAtRest = Extract<Input, { type: "answer" | "intervene" }>;

/**
 * The events to append where a person decides, or says something, while no process conducts the run. What follows
 * from them is for the resume to see to, which looks at the state alone.
 */
export function takeAtRest(
  log: readonly Event[],
  input: InputAtRest,
  nowMs: number,
): readonly Event[] {
  // A log whose process was killed has no end, and what it had in flight is the resume's to settle.
  return decide(fold(log), input).map((body, index) => ({
    ...body,
    seq: log.length + index + 1,
    atMs: nowMs,
    atRest: true,
  }));
}
