import type { Clock } from "../../ports.ts";

/** Counts the timers of one simulated process that still run. */
export interface TimerCount {
  running(): number;
  /** The same clock, whose timers are counted. */
  counted(clock: Clock): Clock;
}

export function newTimerCount(): TimerCount {
  let count = 0;
  const over = (): void => void count--;
  return {
    running: () => count,
    counted: (clock) => ({
      ...clock,
      until(dueAtMs, signal) {
        count++;
        const timer = clock.until(dueAtMs, signal);
        timer.then(over, over);
        return timer;
      },
    }),
  };
}
