import type { Clock } from "../ports.ts";

/** How long an action that was told to stop may take to do so: more than a command needs to be killed. */
const graceMs = 2_000;

/**
 * Runs an action that must end within `timeoutMs`; `"late"` where it does not. Its signal is then aborted,
 * and its end is waited for, so that nothing goes on behind that answer; but no longer than a grace of
 * 2 s. An abort from outside reaches it too, and ends that wait at once.
 */
export async function withTimeLimit<Result>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | "late"> {
  const over = new AbortController();
  const limited = AbortSignal.any([signal, over.signal]);
  const late = clock.until(clock.nowMs() + timeoutMs, limited).then(
    () => "late" as const,
    // Over, one way or the other: the action's own end counts.
    () => new Promise<never>(() => {}),
  );
  try {
    const acting = action(limited);
    const outcome = await Promise.race([acting, late]);
    if (outcome === "late") {
      over.abort(new Error("time is up"));
      await endOrGrace(acting, clock, signal);
    }
    return outcome;
  } finally {
    over.abort(new Error("time is up"));
  }
}

async function endOrGrace(
  acting: Promise<unknown>,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const ignore = () => {};
  const wait = AbortSignal.any([signal, ended.signal]);
  const grace = clock.until(clock.nowMs() + graceMs, wait).catch(ignore);
  // Whatever comes of the action now, it comes too late.
  await Promise.race([acting.then(ignore, ignore), grace]);
  ended.abort(new Error("the action has ended"));
}
