import type { Inside, WaitingTimer } from "../../clock/virtual/inside.ts";
import type { Life, Scheduler } from "../../sim/scheduler.ts";
import { placeOf } from "../error-text.ts";
import { waitAtWork } from "./step-work.ts";

/** The timers of one simulation. */
export interface AgentTimers {
  readonly after: Inside["after"];
  /** Whether one is due by now. */
  isDue(): boolean;
  /** Those that keep a process alive, in words. */
  left(): readonly string[];
}

export function agentTimers(
  { scheduler, life }: { readonly scheduler: Scheduler; readonly life: Life },
  uncaught: (error: unknown) => void,
): AgentTimers {
  const waiting = new Set<WaitingTimer & { readonly dueAtMs: number }>();
  let begun = 0;
  return {
    after(timer) {
      const dueAtMs = scheduler.nowMs() + timer.delayMs;
      const one = { ...timer, dueAtMs };
      const endWait = waitAtWork();
      waiting.add(one);
      function over(): void {
        waiting.delete(one);
        endWait();
      }
      const chain = `timer ${++begun}`;
      const takeOut = scheduler.queue({ label: timer.name, chain, dueAtMs, life }, () => {
        over();
        try {
          timer.callback();
        } catch (error) {
          uncaught(error);
        }
      });
      return () => {
        over();
        takeOut();
      };
    },
    isDue: () => [...waiting].some(({ dueAtMs }) => dueAtMs <= scheduler.nowMs()),
    left: () =>
      [...waiting]
        .filter(({ isLoose }) => !isLoose())
        .map(({ name, dueAtMs, begun }) => {
          const place = begun === null ? null : placeOf(begun);
          const dueS = (dueAtMs - scheduler.nowMs()) / 1000;
          return `a timer (${name}), due in ${dueS} s${place === null ? "" : `, begun ${place}`}`;
        }),
  };
}
