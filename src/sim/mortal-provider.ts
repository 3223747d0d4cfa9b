import type { Provider } from "../ports.ts";
import type { Life } from "./scheduler.ts";

/**
 * A provider whose calls end with the process that made them, as sockets do, and of whose end that process
 * hears nothing. Without this, each call of a process that died would keep its SDK's timer, and with it the
 * whole simulation, for as long as that timer runs.
 */
export const mortalProvider = (inner: Provider, life: Life, death: AbortSignal): Provider => ({
  async *stream(request, signal) {
    for await (const batch of inner.stream(request, AbortSignal.any([signal, death]))) {
      if (!life.alive) return await new Promise<never>(() => {});
      yield batch;
    }
  },
});
