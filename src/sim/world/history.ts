import type { WorldMoment } from "./world.ts";

/** Snapshots of a run's simulated world after some of its events, from which another simulation can go on. */
export interface History {
  /**
   * Call this when a batch of events was received; `event` is the number of its last one. Returns the function to call
   * with the world's moment as soon as everything has settled, or `null` where no snapshot of this moment is wanted.
   */
  reach(event: number): ((moment: WorldMoment) => void) | null;
  /** The moment at which the log first held this many events; `null` where no snapshot of it was taken. */
  at(event: number): WorldMoment | null;
}

/** `event`: the one event whose moment will be asked for, which spares the other snapshots; `null`: any may be asked for. */
export function newHistory(event: number | null): History {
  const reached: { readonly until: number; moment: WorldMoment | null }[] = [];
  return {
    reach(until) {
      const from = reached.at(-1)?.until ?? 0;
      if (until <= from) return null;
      const one = { until, moment: null as WorldMoment | null };
      reached.push(one);
      const isWanted = event === null || (from < event && event <= until);
      return isWanted ? (moment) => void (one.moment = moment) : null;
    },
    at: (wanted) => reached.find(({ until }) => until >= wanted)?.moment ?? null,
  };
}
