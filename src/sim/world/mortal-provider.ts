import type { Provider } from "../../ports.ts";
import type { Life } from "../scheduler.ts";

/**
 * A provider whose calls are cut when the simulated process that made them dies, as its sockets would be. Otherwise the
 * SDK's timer of each such call would stay, and the simulation could not end before it fires.
 */
export const mortalProvider = (inner: Provider, life: Life, death: AbortSignal): Provider => ({
  async *stream(request, signal, alive) {
    for await (const batch of inner.stream(request, AbortSignal.any([signal, death]), alive)) {
      if (!life.alive) return await new Promise<never>(() => {});
      yield batch;
    }
  },
});
