import { type Inside, insideOf } from "../../clock/virtual/inside.ts";
import { newExclusiveTurn } from "./exclusive-turn.ts";

/** Whose turn it is, of all simulations of this process or thread. */
export const turns = newExclusiveTurn<Inside>();

const watching = { simulations: 0 };

/**
 * While a simulation goes on, what nobody caught in it is reported to it, and does not end the process. Returns what
 * ends the watch.
 */
export function watchUncaught(): () => void {
  if (watching.simulations++ === 0) {
    process.on("unhandledRejection", onUncaught);
    process.on("uncaughtException", onUncaught);
  }
  return () => {
    if (--watching.simulations > 0) return;
    process.off("unhandledRejection", onUncaught);
    process.off("uncaughtException", onUncaught);
  };
}

/** Node says whose it is, by the promise's own context; Bun does not. */
function onUncaught(error: unknown): void {
  const inside = insideOf() ?? turns.owner();
  if (inside !== null) inside.uncaught(error);
  // Somebody else's, with nobody to hear of it but us: as if we were not there.
  else if (process.listenerCount("unhandledRejection") <= 1) {
    watching.simulations = 0;
    process.off("unhandledRejection", onUncaught);
    process.off("uncaughtException", onUncaught);
    throw error;
  }
}
