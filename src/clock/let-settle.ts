import { loadBuiltin } from "./virtual/load-builtin.ts";
import { eventLoopTurn } from "./event-loop-turn.ts";

type Jsc = Pick<typeof import("bun:jsc"), "drainMicrotasks">;

/**
 * Lets every microtask run that is due, and all that these cause. Where nothing but microtasks is outstanding, Bun
 * does so on the spot; a turn of the event loop, which any other host needs, costs about a hundred times as much.
 */
export function letSettle(isMoreOutstanding: boolean): Promise<void> | void {
  if (isMoreOutstanding || drainMicrotasks === null) return eventLoopTurn();
  drainMicrotasks();
}

const drainMicrotasks =
  "bun" in process.versions ? (loadBuiltin("bun:jsc") as Jsc).drainMicrotasks : null;
