import { realClock } from "../clock/real-clock.ts";

/** Says whether what goes on has taken so long by the clock on the wall, or is to stop. */
export type Patience = () => boolean;

/**
 * Runs out after that time, and at once where `stop` is aborted. Only for work whose result stays right where it is cut
 * short: what is found depends on the machine then.
 */
export function patienceOf(limitMs: number, stop: AbortSignal | null = null): Patience {
  const dueAtMs = realClock.nowMs() + limitMs;
  return () => stop?.aborted === true || realClock.nowMs() >= dueAtMs;
}
