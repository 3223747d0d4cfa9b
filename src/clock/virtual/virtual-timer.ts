import { AsyncLocalStorage } from "node:async_hooks";
import type { Inside } from "./inside.ts";

/** What `setTimeout` and its kin return inside of a simulation, as Node's own are used. */
export interface VirtualTimer extends Disposable {
  ref(): VirtualTimer;
  unref(): VirtualTimer;
  hasRef(): boolean;
  refresh(): VirtualTimer;
  close(): VirtualTimer;
  [Symbol.toPrimitive](): number;
}

const timers = new WeakSet<object>();
/** By the number that a timer is where a number is asked for: until it has fired or was taken back. */
const numbered = new Map<number, VirtualTimer>();

const isVirtualTimer = (value: unknown): value is VirtualTimer =>
  typeof value === "object" && value !== null && timers.has(value);

/** Takes a timer back, by itself or by its number; says whether it was one of ours. */
export function clearVirtualTimer(value: unknown): boolean {
  const timer = typeof value === "number" ? numbered.get(value) : value;
  if (!isVirtualTimer(timer)) return false;
  timer.close();
  return true;
}

/** Far above what hosts count to. */
const firstNumber = 2 ** 50;
const count = { timers: 0 };
/** Waits from here on keep where they began. */
const longMs = 1_000;

export function newVirtualTimer(
  inside: Inside,
  {
    name,
    delayMs,
    repeats,
    callback,
  }: {
    readonly name: string;
    readonly delayMs: number;
    readonly repeats: boolean;
    readonly callback: () => void;
  },
): VirtualTimer {
  const number = firstNumber + count.timers++;
  // Whoever calls it back, it runs in the context that it was started in: the simulation's, and others'.
  const inContext = AsyncLocalStorage.snapshot();
  // A stack costs more than a short wait, which is seldom what somebody forgets.
  const begun = repeats || delayMs >= longMs ? new Error(name) : null;
  let isRef = true;
  let takeBack: (() => void) | null = null;

  function fire(): void {
    takeBack = null;
    if (repeats) begin();
    else numbered.delete(number);
    inContext(callback);
  }
  function begin(): void {
    takeBack = inside.after({ name, delayMs, begun, isLoose: () => !isRef, callback: fire });
    numbered.set(number, timer);
  }
  function close(): VirtualTimer {
    takeBack?.();
    takeBack = null;
    numbered.delete(number);
    return timer;
  }

  const timer: VirtualTimer = {
    ref() {
      isRef = true;
      return timer;
    },
    unref() {
      isRef = false;
      return timer;
    },
    hasRef: () => isRef,
    refresh() {
      close();
      begin();
      return timer;
    },
    close,
    [Symbol.toPrimitive]: () => number,
    [Symbol.dispose]: () => void close(),
  };
  timers.add(timer);
  begin();
  return timer;
}
