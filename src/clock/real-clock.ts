import type { Clock } from "../ports.ts";

/**
 * The longest single timer. A timer of more than 2^31 - 1 ms would fire at once, and none counts the time
 * that a machine sleeps: a wait is therefore cut into short timers, and the wall clock is read after each. It may
 * have been set back meanwhile, so a wait is also over when the time that it was begun for has passed.
 */
const longestTimerMs = 60_000;

/** The machine's own time. A wait keeps the process alive until it ends. */
export const realClock: Clock = {
  nowMs: () => Date.now(),

  until: (dueAtMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const passedAtMs = performance.now() + dueAtMs - Date.now();

      const abort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const wait = () => {
        const leftMs = Math.min(dueAtMs - Date.now(), passedAtMs - performance.now());
        if (leftMs > 0) {
          timer = setTimeout(wait, Math.min(leftMs, longestTimerMs));
        } else {
          signal.removeEventListener("abort", abort);
          resolve();
        }
      };

      signal.addEventListener("abort", abort, { once: true });
      wait();
    }),

  nextTurn: (callback) => {
    setImmediate(callback);
  },
};
