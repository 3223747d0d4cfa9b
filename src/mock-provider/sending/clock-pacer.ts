import type { Clock } from "../../ports.ts";
import { immediatePacer, type Pacer } from "./pacer.ts";

/** Every step happens after the delay that the script asks for, on this clock. */
export function clockPacer(clock: Clock): Pacer {
  return {
    before: (step, signal) =>
      step.delayMs > 0
        ? clock.until(clock.nowMs() + step.delayMs, signal)
        : immediatePacer.before(step, signal),
  };
}
