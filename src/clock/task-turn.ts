import { eventLoopTurn } from "./event-loop-turn.ts";

/**
 * Resolves once all microtasks are done, and the tasks of this process that were due: as `eventLoopTurn`, but
 * cheaper under Bun, where each turn of `setImmediate` costs. Many of them, one after another, starve nobody.
 */
export function taskTurns(): () => Promise<void> {
  if (Reflect.get(globalThis, "Bun") === undefined) return eventLoopTurn;
  const waiting: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    const resolve = waiting.shift();
    // What nobody waits for keeps no process alive.
    if (waiting.length === 0) port1.unref();
    resolve?.();
  });
  port1.start();
  port1.unref();
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) port1.ref();
      port2.postMessage(null);
    });
}
