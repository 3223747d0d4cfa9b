import type { Provider } from "../../ports.ts";
import type { Life } from "../scheduler.ts";

/**
 * A provider whose calls end with the simulated process that made them, as sockets do; the process does not notice.
 * Otherwise each call of a crashed process would keep the timer of its SDK, and the simulation could not end before
 * that.
 */
export const mortalProvider = (inner: Provider, life: Life, death: AbortSignal): Provider => ({
  async *stream(request, signal, alive) {
    for await (const batch of inner.stream(request, AbortSignal.any([signal, death]), alive)) {
      if (!life.alive) return await new Promise<never>(() => {});
      yield batch;
    }
  },
});
