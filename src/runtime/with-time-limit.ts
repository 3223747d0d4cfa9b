import type { Clock } from "../ports.ts";

/** How long an aborted action may take to end: more than killing a command takes. */
const graceMs = 2_000;

/** Shared: an error of its own, with its stack, would cost each action more than its timer does. */
const timeIsUp = new Error("time is up");
const actionHasEnded = new Error("the action has ended");

/**
 * Runs an action with a time limit, and resolves to `"late"` where it takes longer than `timeoutMs`. The action is
 * then aborted, and up to 2 s are waited for its end, so that nothing goes on unseen. An abort from outside is
 * passed on to the action and ends that wait at once.
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
    // The timer was stopped because the action ended: its result counts.
    () => new Promise<never>(() => {}),
  );
  try {
    const acting = action(limited);
    const outcome = await Promise.race([acting, late]);
    if (outcome === "late") {
      over.abort(timeIsUp);
      await endOrGrace(acting, clock, signal);
    }
    return outcome;
  } finally {
    over.abort(timeIsUp);
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
  // The result no longer counts, whatever it is.
  await Promise.race([acting.then(ignore, ignore), grace]);
  ended.abort(actionHasEnded);
}
