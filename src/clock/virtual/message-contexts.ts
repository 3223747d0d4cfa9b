import { AsyncLocalStorage } from "node:async_hooks";
import { insideOf } from "./inside.ts";
import { replaceMember } from "./replace-member.ts";

type Handler = ((event: Event) => unknown) | { handleEvent(event: Event): unknown } | null;
type Listen = (type: string, handler: Handler, options?: unknown) => void;

/** Messages of ports and channels come from outside of every context: who hears them is in the one in which it began. */
export function keepMessageContexts(): void {
  for (const name of ["MessagePort", "BroadcastChannel"]) {
    const kind: unknown = Reflect.get(globalThis, name);
    if (typeof kind === "function") keepContextsOf(kind.prototype as object);
  }
}

function keepContextsOf(prototype: object): void {
  // By port: one handler may hear the ports of many simulations.
  const keptOf = new WeakMap<object, WeakMap<object, Handler>>();
  const keep = (port: object, handler: Handler): Handler => {
    if (handler === null || insideOf() === null) return handler;
    const kept = keptOf.get(port) ?? new WeakMap<object, Handler>();
    keptOf.set(port, kept);
    const known = kept.get(handler);
    if (known !== undefined) return known;
    const inContext = AsyncLocalStorage.snapshot();
    function heard(this: unknown, event: Event): unknown {
      return inContext(() =>
        typeof handler === "function" ? handler.call(this, event) : handler?.handleEvent(event),
      );
    }
    kept.set(handler, heard);
    return heard;
  };
  replaceMember(
    prototype,
    "addEventListener",
    (real: Listen) =>
      function addEventListener(this: object, type, handler, options) {
        real.call(this, type, keep(this, handler), options);
      },
  );
  replaceMember(
    prototype,
    "removeEventListener",
    (real: Listen) =>
      function removeEventListener(this: object, type, handler, options) {
        const heard = handler === null ? null : keptOf.get(this)?.get(handler);
        real.call(this, type, heard ?? handler, options);
      },
  );
  const property = Object.getOwnPropertyDescriptor(prototype, "onmessage");
  if (property?.set === undefined) return;
  const { set } = property;
  Object.defineProperty(prototype, "onmessage", {
    ...property,
    set(this: object, handler: unknown) {
      set.call(this, typeof handler === "function" ? keep(this, handler as Handler) : handler);
    },
  });
}
