import { AsyncLocalStorage } from "node:async_hooks";
import type { Life, Scheduler } from "../../sim/scheduler.ts";

/** A tool's work while it goes on. */
interface Work {
  readonly name: string;
  /** It waits for something of the simulation; what is returned says that this has come. */
  waits(): () => void;
}

/** A step from its call until its end. */
export interface OpenStep {
  readonly name: string;
  hasBegun: boolean;
}

const working = new AsyncLocalStorage<Work>();

/** Whether the running code is the work of a step, which may take real time. */
export const isAtWork = (): boolean => working.getStore() !== undefined;

/** The work that the running code belongs to waits for the simulation: until then time goes on. */
export const waitAtWork = (): (() => void) => working.getStore()?.waits() ?? (() => {});

/**
 * Orders work: a step begins it, and one ends it. While it does what takes real time, nothing else goes on; while it
 * waits for what the simulation gives (a timer, a reply, a person), the simulation goes on.
 */
export async function runStep<Result>(
  {
    scheduler,
    life,
    name,
    open,
  }: {
    readonly scheduler: Scheduler;
    readonly life: Life;
    readonly name: string;
    /** All that were called and have not ended. */
    readonly open: Set<OpenStep>;
  },
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const chain = `step ${name}`;
  const at = (what: string) =>
    scheduler.at({ label: `step ${name} ${what}`, chain, dueAtMs: scheduler.nowMs(), life });
  const step: OpenStep = { name, hasBegun: false };
  open.add(step);
  const endWait = waitAtWork();
  await at("begins");
  step.hasBegun = true;
  let isUnderWay = true;
  let pending = 0;
  let idle: PromiseWithResolvers<void> | null = null;

  function hold(): void {
    idle = Promise.withResolvers<void>();
    void scheduler.hold(`step ${name}`, idle.promise);
  }
  function release(): void {
    idle?.resolve();
    idle = null;
  }
  const own: Work = {
    name,
    waits() {
      if (pending++ === 0) release();
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        if (--pending === 0 && isUnderWay) hold();
      };
    },
  };
  hold();
  try {
    return await working.run(own, async () => await work());
  } finally {
    isUnderWay = false;
    release();
    await at("ends");
    open.delete(step);
    endWait();
  }
}
