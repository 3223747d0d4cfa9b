import { promisify } from "node:util";
import { type Inside, insideOf } from "./inside.ts";
import { loadBuiltin } from "./load-builtin.ts";
import { replaceMember } from "./replace-member.ts";
import { replaceTimers, startTimer } from "./virtual-timers.ts";

type Promises = typeof import("node:timers/promises");
type Sleep = Promises["setTimeout"];
type Turn = Promises["setImmediate"];

/** All ways to wait: timers, promises of them, and signals that abort after a while. */
export function replaceWaits(): void {
  replaceTimers(globalThis);
  // Bun's take what is global when they are loaded, so that they are asked for only now.
  const timers = loadBuiltin("node:timers") as typeof globalThis;
  if (timers.setTimeout !== globalThis.setTimeout) replaceTimers(timers);
  const promises = loadBuiltin("node:timers/promises") as Promises;
  for (const { setTimeout, setImmediate } of [globalThis, timers]) {
    Reflect.defineProperty(setTimeout, promisify.custom, { value: sleepOr(promises.setTimeout) });
    Reflect.defineProperty(setImmediate, promisify.custom, {
      value: turnOr(promises.setImmediate),
    });
  }
  replaceMember(promises, "setTimeout", sleepOr);
  replaceMember(promises, "setImmediate", turnOr);
  replaceMember(promises, "setInterval", ticksOr);
  const { scheduler } = promises;
  replaceMember(scheduler, "wait", (real: typeof scheduler.wait) => (delay, options) => {
    return insideOf() === null
      ? real.call(scheduler, delay, options)
      : sleep(delay, undefined, options);
  });
  replaceMember(scheduler, "yield", (real: typeof scheduler.yield) => () => {
    return insideOf() === null ? real.call(scheduler) : turn(undefined);
  });
  replaceMember(AbortSignal, "timeout", (real: typeof AbortSignal.timeout) => (delayMs) => {
    const inside = insideOf();
    return inside === null ? real.call(AbortSignal, delayMs) : signalAfter(inside, delayMs);
  });
  const bun: object | undefined = Reflect.get(globalThis, "Bun");
  replaceMember(bun, "sleep", (real: (delay: number | Date) => Promise<void>) => (delay) => {
    const inside = insideOf();
    if (inside === null) return real(delay);
    return sleep(typeof delay === "number" ? delay : delay.getTime() - inside.nowMs());
  });
}

interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly ref?: boolean | undefined;
}

const sleepOr =
  (real: Sleep): Sleep =>
  (delay, value, options) =>
    insideOf() === null ? real(delay, value, options) : sleep(delay, value, options);

const turnOr =
  (real: Turn): Turn =>
  (value, options) =>
    insideOf() === null ? real(value, options) : turn(value, options);

const ticksOr =
  (real: Promises["setInterval"]): Promises["setInterval"] =>
  (delay, value, options) =>
    insideOf() === null ? real(delay, value, options) : ticks(delay, value!, options);

const sleep = <Value>(delay?: number, value?: Value, options: WaitOptions = {}): Promise<Value> =>
  wait("setTimeout", { delay, value: value as Value, options });

const turn = <Value>(value?: Value, options: WaitOptions = {}): Promise<Value> =>
  wait("setImmediate", { delay: 0, value: value as Value, options });

function wait<Value>(
  kind: "setTimeout" | "setImmediate",
  {
    delay,
    value,
    options: { signal, ref },
  }: { readonly delay: unknown; readonly value: Value; readonly options: WaitOptions },
): Promise<Value> {
  const inside = insideOf()!;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(aborted(signal));
    const abort = () => {
      timer.close();
      reject(aborted(signal!));
    };
    const timer = startTimer(inside, kind, {
      delay,
      callback: () => {
        signal?.removeEventListener("abort", abort);
        resolve(value);
      },
    });
    if (ref === false) timer.unref();
    signal?.addEventListener("abort", abort, { once: true });
  });
}

async function* ticks<Value>(
  delay: number | undefined,
  value: Value,
  options?: WaitOptions,
): AsyncGenerator<Value, undefined> {
  for (;;) yield await sleep(delay, value, options);
}

/** What Node's own promise timers reject with. */
const aborted = ({ reason }: AbortSignal): Error =>
  Object.assign(new Error("The operation was aborted", { cause: reason }), {
    name: "AbortError",
    code: "ABORT_ERR",
  });

function signalAfter(inside: Inside, delayMs: number): AbortSignal {
  const controller = new AbortController();
  const reason = () => new DOMException("The operation timed out.", "TimeoutError");
  startTimer(inside, "setTimeout", {
    delay: delayMs,
    callback: () => controller.abort(reason()),
  }).unref();
  return controller.signal;
}
