import type { Address } from "../core/ids.ts";
import type { Observer } from "./observer.ts";
import type { Pacer } from "./sending/pacer.ts";

/** One request to a mock, while it is answered. */
export interface Call {
  /** The number of the request to this mock, from 1. */
  readonly number: number;
  readonly address: Address | null;
  /** Aborted once the client lets go. */
  readonly signal: AbortSignal;
  readonly pacer: Pacer;
  readonly observer: Observer;
  readonly breakOff: BreakOff;
  readonly reader: BodyReader;
}

/** Who reads a body: the `fetch` of a client in this process, or a server that sends it on over a socket. */
export type BodyReader = "client" | "server";

/** How a body that breaks off tells its reader. `fail` makes the stream of the body fail. */
export type BreakOff = (fail: (reason: unknown) => void, reason: unknown) => void;

/** With the reason, at once: the reader is a client's `fetch`, in this process. */
export const failAtOnce: BreakOff = (fail, reason) => fail(reason);

/**
 * Waits until the response's headers may go. Rejects with the signal's reason at once when the client
 * lets go, also where the pacer does not.
 */
export async function beforeResponse(call: Call, delayMs: number): Promise<void> {
  const { signal } = call;
  signal.throwIfAborted();
  const step = { call: call.number, address: call.address, kind: "response", index: 0 } as const;
  const due = call.pacer.before({ ...step, delayMs }, signal);
  if (due === null) return;
  const abandoned = Promise.withResolvers<never>();
  const abandon = () => abandoned.reject(signal.reason);
  signal.addEventListener("abort", abandon, { once: true });
  try {
    await Promise.race([due, abandoned.promise]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", abandon);
  }
}
