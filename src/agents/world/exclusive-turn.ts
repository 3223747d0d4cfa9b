import { eventLoopTurn } from "../../clock/event-loop-turn.ts";

/**
 * Of the simulations of one process only one goes on at a time, by turns: so what nobody caught is known to be its
 * own, where the host does not say whose it is.
 */
export interface ExclusiveTurn<Owner> {
  /** Who goes on now; `null`: no one does. */
  owner(): Owner | null;
  /** Waits until it is this one's turn. */
  enter(owner: Owner): Promise<void>;
  leave(): void;
  /** A rejection that nobody handles is reported in the turn after it: waits until it is. */
  reported(): Promise<void>;
  /** Lets all settle that this one has caused, and then all others have their turn. */
  next(): Promise<void>;
}

export function newExclusiveTurn<Owner>(): ExclusiveTurn<Owner> {
  let owner: Owner | null = null;
  const waiting: (() => void)[] = [];

  async function enter(next: Owner): Promise<void> {
    if (owner !== null) await new Promise<void>((resolve) => waiting.push(resolve));
    owner = next;
  }
  function leave(): void {
    const next = waiting.shift();
    // Stays taken where it is handed on, so that nobody comes between.
    if (next === undefined) owner = null;
    else next();
  }
  return {
    owner: () => owner,
    enter,
    leave,
    async next() {
      await eventLoopTurn();
      const own = owner;
      if (waiting.length === 0 || own === null) return;
      await eventLoopTurn();
      leave();
      await enter(own);
    },
    reported: eventLoopTurn,
  };
}
