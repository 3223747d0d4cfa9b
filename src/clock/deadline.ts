import { realClock } from "./real-clock.ts";

/** Says whether the time limit has passed, or the work was told to stop. */
export type Deadline = () => boolean;

/**
 * A deadline after that time by the real clock, or at once where `stop` is aborted. Only for work whose result stays
 * right where it is cut short: how far it comes depends on the machine.
 */
export function deadlineIn(limitMs: number, stop: AbortSignal | null = null): Deadline {
  const dueAtMs = realClock.nowMs() + limitMs;
  return () => stop?.aborted === true || realClock.nowMs() >= dueAtMs;
}
