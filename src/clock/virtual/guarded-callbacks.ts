import { insideOf } from "./inside.ts";
import { replaceMember } from "./replace-member.ts";

type Callback = (...args: unknown[]) => void;

/** What has no time of its own: it is watched. An error in a callback would end the process. */
export function guardCallbacks(): void {
  replaceMember(globalThis, "queueMicrotask", guarded);
  replaceMember(
    process,
    "nextTick",
    (real: typeof process.nextTick) =>
      (callback, ...args) =>
        real.call(process, guardedCallback(callback as Callback), ...args),
  );
  const bun: object | undefined = Reflect.get(globalThis, "Bun");
  replaceMember(bun, "sleepSync", blocking("sleepSync"));
  replaceMember(Atomics, "wait", blocking("Atomics.wait"));
}

/** What stops the whole thread cannot wait in virtual time. */
const blocking =
  (what: string) =>
  (real: Callback): Callback =>
  (...args) => {
    insideOf()?.notSimulated(`${what}: it stops the whole thread in real time`);
    return real(...args);
  };

/** What a callback throws would end the process. */
const guarded =
  (real: typeof queueMicrotask): typeof queueMicrotask =>
  (callback) =>
    real(guardedCallback(callback));

function guardedCallback<Args extends unknown[]>(
  callback: (...args: Args) => void,
): (...args: Args) => void {
  const inside = insideOf();
  if (inside === null || typeof callback !== "function") return callback;
  return (...args) => {
    try {
      callback(...args);
    } catch (error) {
      inside.uncaught(error);
    }
  };
}
