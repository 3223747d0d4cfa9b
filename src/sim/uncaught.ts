import { eventLoopTurn } from "../clock/event-loop-turn.ts";

const listeners = new Set<(error: unknown) => void>();

function onUncaught(error: unknown): void {
  for (const listener of listeners) listener(error);
}

/**
 * Does work and collects what is rejected meanwhile and nobody handles, which ends a real process. Here it neither ends
 * the process nor is printed. Of several works that go on at once each hears of all.
 */
export async function collectUncaught<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly uncaught: readonly unknown[] }> {
  const uncaught: unknown[] = [];
  const listener = (error: unknown): void => void uncaught.push(error);
  if (listeners.size === 0) process.on("unhandledRejection", onUncaught);
  listeners.add(listener);
  try {
    const result = await work();
    // A rejection is reported in the turn of the event loop after it.
    await eventLoopTurn();
    return { result, uncaught };
  } finally {
    listeners.delete(listener);
    if (listeners.size === 0) process.off("unhandledRejection", onUncaught);
  }
}
