import type { Clock } from "../../src/ports.ts";
import { settled } from "./settled.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on, releasing waits in the order of their time, and lets all that follows happen. */
  advance(byMs: number): Promise<void>;
  /** Waits that are not over. */
  waiting(): number;
}

interface Wait {
  readonly dueAtMs: number;
  readonly release: () => void;
}

export function manualClock(): ManualClock {
  let nowMs = 1_000_000;
  const waits = new Set<Wait>();
  return {
    nowMs: () => nowMs,
    until: (dueAtMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const wait = { dueAtMs, release: resolve };
        waits.add(wait);
        signal.addEventListener("abort", () => {
          if (waits.delete(wait)) reject(signal.reason);
        });
      }),
    nextTurn: (callback) => queueMicrotask(callback),
    async advance(byMs) {
      const endMs = nowMs + byMs;
      for (;;) {
        await settled();
        const [next] = [...waits]
          .filter(({ dueAtMs }) => dueAtMs <= endMs)
          .toSorted((a, b) => a.dueAtMs - b.dueAtMs);
        if (next === undefined) break;
        nowMs = Math.max(nowMs, next.dueAtMs);
        waits.delete(next);
        next.release();
      }
      nowMs = endMs;
    },
    waiting: () => waits.size,
  };
}
