import { realClock } from "./real-clock.ts";

/** Whether it has come: what goes on has taken as long as it may, or is to stop. */
export type Deadline = () => boolean;

/**
 * Comes after that time, and at once where `stop` is aborted. Only for work whose result stays right where it is cut
 * short: what is found depends on the machine then.
 */
export function deadlineIn(limitMs: number, stop: AbortSignal | null = null): Deadline {
  const dueAtMs = realClock.nowMs() + limitMs;
  return () => stop?.aborted === true || realClock.nowMs() >= dueAtMs;
}
