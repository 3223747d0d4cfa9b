import { type Inside, insideOf } from "../../clock/virtual/inside.ts";
import { replaceMember } from "../../clock/virtual/replace-member.ts";
import { newExclusiveTurn } from "./exclusive-turn.ts";

/** Whose turn it is, of all simulations of this process or thread. */
export const turns = newExclusiveTurn<Inside>();

const watching = { simulations: 0 };

const names = ["unhandledRejection", "uncaughtException"] as const;

/**
 * While a simulation goes on, what nobody caught in it is reported to it, and does not end the process. Returns what
 * ends the watch.
 */
export function watchUncaught(): () => void {
  if (watching.simulations++ === 0) for (const name of names) process.on(name, onUncaught);
  return () => {
    if (--watching.simulations === 0) unwatch();
  };
}

function unwatch(): void {
  for (const name of names) process.off(name, onUncaught);
}

/** Node says whose it is, by the promise's own context; Bun does not, and one simulation at a time goes on. */
const ownerOf = (): Inside | null => insideOf() ?? turns.owner();

function onUncaught(error: unknown): void {
  const inside = ownerOf();
  if (inside !== null) return inside.uncaught(error);
  // Somebody else's, with nobody to hear of it but us: as if we were not there.
  if (process.listenerCount("unhandledRejection") > 1) return;
  unwatch();
  throw error;
}

/**
 * Node asks all that listen, and a test's runner is among them, which would fail the test for what is a finding of the
 * simulation. So what is ours is kept from them.
 */
export function keepUncaught(): void {
  replaceMember(
    process,
    "emit",
    (real: (...args: unknown[]) => boolean) =>
      function emit(this: NodeJS.Process, ...args) {
        const [name, error] = args;
        const isRejection = name === "unhandledRejection";
        if (watching.simulations === 0 || (!isRejection && name !== "uncaughtException"))
          return real.apply(this, args);
        const inside = isRejection ? insideOf() : ownerOf();
        if (inside === null) return real.apply(this, args);
        inside.uncaught(error);
        return true;
      },
  );
}
