import { letSettle as letProcessSettle } from "../clock/let-settle.ts";
import type { Clock } from "../ports.ts";
import type { Chooser } from "./schedule.ts";
import { newWaitingLine, type Waiting } from "./waiting-line.ts";

/** A simulated process. After its death none of the steps that it waits for is released. */
export interface Life {
  readonly number: number;
  alive: boolean;
}

/** A step that was released, as reports show it. */
export interface ReleasedStep {
  readonly step: number;
  readonly atMs: number;
  readonly label: string;
  /** The chain that the step belongs to (see `Candidate`). */
  readonly chain: string;
  /** The step that the default order would have released; `null` where it is this one. */
  readonly overtook: string | null;
  /** How many steps were ready, and which of them was released, by its place in the default order. */
  readonly candidates: number;
  readonly place: number;
}

export type SchedulerEnd =
  | { readonly type: "over" }
  /** Nothing waits for its release, and the run has not ended. */
  | { readonly type: "deadlock" }
  /** Still going on after the most steps that are allowed; `waiting` says who waits for what. */
  | { readonly type: "livelock"; readonly waiting: readonly string[] }
  /** An operation of this process did not end by itself. */
  | { readonly type: "unsettled"; readonly operations: readonly string[] };

/** Virtual time, and the order of everything that completes in it. */
export interface Scheduler {
  readonly steps: readonly ReleasedStep[];
  nowMs(): number;
  /** Resolves when it is released, at the earliest at `dueAtMs`; rejects with the signal's reason. */
  at(step: {
    readonly label: string;
    /** What it belongs to (see `Candidate`); its label where nothing is said. */
    readonly chain?: string;
    readonly dueAtMs: number;
    readonly life: Life;
    readonly signal?: AbortSignal;
  }): Promise<void>;
  /** Like `at`, with a callback that runs when the step is released. Returns a function that cancels the step. */
  queue(
    step: {
      readonly label: string;
      readonly chain?: string;
      readonly dueAtMs: number;
      readonly life: Life;
    },
    release: () => void,
  ): () => void;
  /** Time stands still and nothing is released until the operation has ended. */
  hold<Result>(label: string, operation: Promise<Result>): Promise<Result>;
  nextTurn(callback: () => void): void;
  /** Lets time pass in which nothing happens. */
  rest(restMs: number): void;
  /** Whether a step could be released. */
  isReady(): boolean;
  /** Its time and its released steps, from which another scheduler can go on. Steps that still wait are not included. */
  moment(): SchedulerMoment;
  /** Releases one step after another until `isOver`, or until nothing more can come. */
  run(isOver: () => boolean): Promise<SchedulerEnd>;
}

export interface SchedulerMoment {
  readonly nowMs: number;
  readonly begun: number;
  /** Shared with the scheduler that goes on: only the first `released` of them belong to this moment. */
  readonly steps: readonly ReleasedStep[];
  readonly released: number;
}

/** Limits by which a run that would never end is recognised. */
export interface Limits {
  /** Releases in all. */
  readonly steps: number;
  /** Turns of the event loop that an operation of our own process may take to end. */
  readonly turns: number;
}

/** After this many steps the event loop gets a turn, so that signals and progress output are not held up. */
const stepsPerTurn = 64;

const defaultLimits: Limits = { steps: 200_000, turns: 100_000 };

export function newScheduler(
  choose: Chooser,
  /** The virtual time at the beginning, or a moment to go on from. */
  from: number | SchedulerMoment,
  limits = defaultLimits,
  /** Waits until everything in flight has settled. `isMoreOutstanding`: there is more in flight than microtasks. */
  letSettle: (isMoreOutstanding: boolean) => Promise<void> | void = letProcessSettle,
): Scheduler {
  const beginning = typeof from === "number" ? beginningAt(from) : from;
  let { nowMs, begun } = beginning;
  const steps = beginning.steps.slice(0, beginning.released);
  const waiting = newWaitingLine();
  const held = new Map<symbol, string>();
  let callbacks: (() => void)[] = [];

  const isSettled = (): boolean => callbacks.length === 0 && held.size === 0;

  /** `begun`: a first wait that has been started already. */
  async function settle(begun: Promise<void> | void): Promise<boolean> {
    await begun;
    for (let turn = 0; turn < limits.turns; turn++) {
      if (isSettled()) return true;
      const due = callbacks;
      callbacks = [];
      for (const callback of due) callback();
      await letSettle(held.size > 0);
    }
    return false;
  }

  function release(from: readonly Waiting[]): void {
    const place = choose(from, steps.length);
    const candidates = from.length;
    const overtook = place === 0 ? null : from[0]!.label;
    const next = waiting.take(place);
    const { label, chain } = next;
    nowMs = Math.max(nowMs, next.dueAtMs);
    const step = steps.length;
    steps.push({ step, atMs: nowMs, label, chain, overtook, candidates, place });
    next.release();
  }

  const queue: Scheduler["queue"] = ({ label, chain = label, dueAtMs, life }, release) => {
    const one: Waiting = { number: begun++, label, chain, dueAtMs, life, release };
    waiting.add(one);
    return () => waiting.remove(one);
  };

  return {
    steps,
    nowMs: () => nowMs,
    queue,
    at(step) {
      return new Promise((resolve, reject) => {
        const { signal } = step;
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        const takeOut = queue(step, () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        });
        function abort(): void {
          takeOut();
          reject(signal!.reason);
        }
        signal?.addEventListener("abort", abort, { once: true });
      });
    },
    async hold(label, operation) {
      const key = Symbol(label);
      held.set(key, label);
      try {
        return await operation;
      } finally {
        held.delete(key);
      }
    },
    nextTurn(callback) {
      callbacks.push(callback);
    },
    rest(restMs) {
      nowMs += restMs;
    },
    isReady: waiting.hasReady,
    moment: () => ({ nowMs, begun, steps, released: steps.length }),
    async run(isOver) {
      for (;;) {
        const begun = letSettle(held.size > 0 || steps.length % stepsPerTurn === 0);
        // An `await` in each step would double what it costs where microtasks are all that is outstanding.
        const isAtOnce = begun === undefined && isSettled();
        if (!isAtOnce && !(await settle(begun)))
          return { type: "unsettled", operations: [...held.values()] };
        if (isOver()) return { type: "over" };
        const next = waiting.ready(nowMs);
        if (next.length === 0) return { type: "deadlock" };
        if (steps.length >= limits.steps) {
          return { type: "livelock", waiting: next.map(({ label }) => label) };
        }
        release(next);
      }
    },
  };
}

const beginningAt = (nowMs: number): SchedulerMoment => ({
  nowMs,
  begun: 0,
  steps: [],
  released: 0,
});

/** A `Clock` that shows virtual time to one simulated process. */
export function virtualClock(scheduler: Scheduler, life: Life): Clock {
  return {
    nowMs: scheduler.nowMs,
    until: (dueAtMs, signal) => scheduler.at({ label: "timer", dueAtMs, life, signal }),
    nextTurn: scheduler.nextTurn,
  };
}
