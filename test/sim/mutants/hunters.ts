import { join } from "node:path";
import type { Catch, Prey } from "./hunter.ts";

/** Each copy that is loaded stays in a process's memory. */
const preysMax = 24;

/** No copy runs for long enough to be worth what the optimizing compiler costs: two fifths of all time. */
const briefly = { BUN_JSC_useDFGJIT: "0", MIMALLOC_PURGE_DELAY: "-1" };

/** One process at a time, and a new one after two dozen copies, or where the last one ended by itself. */
export interface Hunter {
  hunt(prey: Prey): Promise<Catch>;
  stop(): Promise<void>;
}

export function openHunter(): Hunter {
  let child: Bun.Subprocess | null = null;
  let preys = 0;
  let settle: (caught: Catch) => void = () => {};

  function start(): Bun.Subprocess {
    const started = Bun.spawn([process.execPath, join(import.meta.dir, "hunter.ts")], {
      env: { ...process.env, ...briefly, NO_COLOR: "1" },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      ipc: (caught: Catch) => settle(caught),
      onExit: (_, exitCode) => {
        if (child !== started) return;
        child = null;
        settle({ type: "broken", message: `The process ended with ${exitCode}.` });
      },
    });
    return started;
  }

  async function stop(): Promise<void> {
    const stopped = child;
    child = null;
    stopped?.kill();
    await stopped?.exited;
  }

  return {
    async hunt(prey) {
      if (preys >= preysMax) await stop();
      if (child === null) preys = 0;
      child ??= start();
      preys += 1;
      const { promise, resolve } = Promise.withResolvers<Catch>();
      settle = resolve;
      child.send(prey);
      return await promise;
    },
    stop,
  };
}
