import { type Given, givenNow } from "./inside.ts";
import { loadBuiltin } from "./load-builtin.ts";
import { replaceMember } from "./replace-member.ts";

type Bytes = Uint8Array;

/** `Math.random` and `crypto` draw from a simulation's seed for code inside of it, and always the same for code that is being loaded. */
export function replaceChance(): void {
  replaceMember(Math, "random", (real: () => number) => () => givenNow()?.random() ?? real());
  const nodeCrypto = loadBuiltin("node:crypto") as object;
  const web = Object.getPrototypeOf(crypto) as object;
  for (const holder of [web, nodeCrypto]) {
    replaceMember(
      holder,
      "getRandomValues",
      (real: (view: ArrayBufferView) => ArrayBufferView) =>
        function getRandomValues(this: Crypto, view: ArrayBufferView) {
          const given = givenNow();
          return given === null ? real.call(this, view) : fill(given, view);
        },
    );
    replaceMember(
      holder,
      "randomUUID",
      (real: (options?: object) => string) =>
        function randomUUID(this: Crypto, options?: object) {
          const given = givenNow();
          return given === null ? real.call(this, options) : uuid(given);
        },
    );
  }
  replaceMember(nodeCrypto, "randomBytes", (real: (...args: unknown[]) => unknown) => (...args) => {
    const given = givenNow();
    if (given === null) return real(...args);
    return answer(args[1], fill(given, Buffer.alloc(Number(args[0]))));
  });
  replaceMember(
    nodeCrypto,
    "randomFillSync",
    (real: (...args: unknown[]) => unknown) =>
      (...args) => {
        const given = givenNow();
        return given === null ? real(...args) : fill(given, args[0] as ArrayBufferView);
      },
  );
  replaceMember(nodeCrypto, "randomFill", (real: (...args: unknown[]) => unknown) => (...args) => {
    const given = givenNow();
    if (given === null) return real(...args);
    return answer(args.at(-1), fill(given, args[0] as ArrayBufferView));
  });
  replaceMember(nodeCrypto, "randomInt", (real: (...args: unknown[]) => unknown) => (...args) => {
    const given = givenNow();
    if (given === null) return real(...args);
    const [least, most] = typeof args[1] === "number" ? [args[0], args[1]] : [0, args[0]];
    const drawn = Number(least) + Math.floor(given.cryptoRandom() * (Number(most) - Number(least)));
    return answer(args.at(-1), drawn);
  });
  replaceMember(
    Reflect.get(globalThis, "Bun") as object | undefined,
    "randomUUIDv7",
    (real: () => string) => () => {
      const given = givenNow();
      return given === null ? real() : uuid(given);
    },
  );
}

/** Calls back where there is a callback, in a microtask, and returns the value where there is none. */
function answer(callback: unknown, value: unknown): unknown {
  if (typeof callback !== "function") return value;
  queueMicrotask(() => callback(null, value));
  return undefined;
}

function fill<View extends ArrayBufferView>(given: Given, view: View): View {
  const bytes: Bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let index = 0; index < bytes.length; index++) bytes[index] = given.cryptoRandom() * 256;
  return view;
}

/** A random UUID, version 4. */
function uuid(given: Given): string {
  const bytes = fill(given, new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
