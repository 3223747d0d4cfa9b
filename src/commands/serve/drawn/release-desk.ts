import type { Observation, Observer } from "../../../mock-provider/observer.ts";
import { clockPacer } from "../../../mock-provider/sending/clock-pacer.ts";
import type { Pacer } from "../../../mock-provider/sending/pacer.ts";
import type { Clock } from "../../../ports.ts";

/** A request waits so long for others that come with it. */
const windowMs = 25;
/** Higher ranks wait for lower ones to end, and no longer than this. */
const patienceMs = 250;

/** Lets the answers to requests that came together begin in the order of their ranks. */
export interface ReleaseDesk extends Pacer, Observer {}

interface Waiting {
  readonly call: number;
  readonly release: () => void;
}

export function releaseDesk(clock: Clock, rankOf: (call: number) => number): ReleaseDesk {
  const paced = clockPacer(clock);
  let waiting: Waiting[] = [];
  const over = new Set<number>();
  const onOver = new Set<() => void>();

  async function close(): Promise<void> {
    await clock.until(clock.nowMs() + windowMs, never);
    const together = waiting;
    waiting = [];
    const ranks = [...new Set(together.map(({ call }) => rankOf(call)))].toSorted((a, b) => a - b);
    for (const rank of ranks) {
      const released = together.filter(({ call }) => rankOf(call) === rank);
      for (const { release } of released) release();
      if (rank !== ranks.at(-1)) await ended(released.map(({ call }) => call));
    }
  }

  /** Until all of them are over, or for as long as patience lasts. */
  async function ended(calls: readonly number[]): Promise<void> {
    const enough = new AbortController();
    const look = () => {
      if (calls.every((call) => over.has(call))) enough.abort();
    };
    onOver.add(look);
    look();
    // Rejects where it was aborted: all of them are over.
    await clock.until(clock.nowMs() + patienceMs, enough.signal).catch(() => {});
    onOver.delete(look);
  }

  return {
    before(step, signal) {
      if (step.kind === "chunk") return paced.before(step, signal);
      if (waiting.length === 0) void close();
      return new Promise<void>((resolve) => {
        waiting.push({ call: step.call, release: resolve });
      }).then(async () => {
        await paced.before(step, signal);
      });
    },
    observe({ type, call }: Observation) {
      if (type !== "ended" && type !== "aborted" && type !== "refused") return;
      over.add(call);
      for (const look of onOver) look();
    },
  };
}

const never = new AbortController().signal;
