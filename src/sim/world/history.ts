import type { WorldMoment } from "./world.ts";

/** Snapshots of a run's simulated world after some of its events, from which another simulation can go on. */
export interface History {
  /**
   * Told of the last of some events that were received; answers what to tell once all has settled, if that is so soon
   * enough. `null`: nobody wants to know.
   */
  reach(event: number): ((moment: WorldMoment) => void) | null;
  /** When so many events were in the log for the first time; `null` where that is not known. */
  at(event: number): WorldMoment | null;
}

/** `event`: the number of the one event whose moment will be asked for; `null`: any may be. */
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
