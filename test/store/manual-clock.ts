import type { Clock } from "../../src/ports.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Ends the turn of the event loop: runs what waits for the next one. */
  endTurn(): void;
  advance(byMs: number): Promise<void>;
  /** Waits that are not over. */
  readonly waiting: number;
}

export function manualClock(): ManualClock {
  let nowMs = 1_000_000;
  let callbacks: (() => void)[] = [];
  let waits: { dueAtMs: number; resolve: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    until: (dueAtMs, signal) =>
      new Promise((resolve, reject) => {
        const wait = { dueAtMs, resolve };
        waits.push(wait);
        signal.addEventListener("abort", () => {
          waits = waits.filter((other) => other !== wait);
          reject(signal.reason);
        });
      }),
    nextTurn: (callback) => void callbacks.push(callback),
    endTurn() {
      const due = callbacks;
      callbacks = [];
      for (const callback of due) callback();
    },
    async advance(byMs) {
      nowMs += byMs;
      const due = waits.filter((wait) => wait.dueAtMs <= nowMs);
      waits = waits.filter((wait) => wait.dueAtMs > nowMs);
      for (const wait of due) wait.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
    get waiting() {
      return waits.length;
    },
  };
}
