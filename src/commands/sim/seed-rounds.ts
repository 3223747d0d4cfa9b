import type { Seeds } from "./seeds-flag.ts";

/** Seeds that follow on each other: so many, from the first on. */
export type SeedRange = Pick<Seeds, "first" | "count">;

/** How long a search goes on: until all its seeds were run, or its time is up. */
export interface SearchTime {
  readonly forMs: number;
  readonly nowMs: () => number;
}

/** Rounds that are longer than this would end too long after the time is up. */
const roundsMin = 8;

/**
 * The seeds of a search, round by round. Each scenario runs all of a round, however long that takes, so that one range
 * says of all scenarios what was run. Without a time there is one round. With one there are rounds until it is up: the
 * first of one seed, then as many seeds as fit into a part of the time that is left.
 */
export function* seedRounds(
  { first, count, isOpen }: Seeds,
  time: SearchTime | null,
): Generator<SeedRange, void> {
  if (time === null) return yield { first, count };
  const most = isOpen === true ? Infinity : count;
  const untilMs = time.nowMs() + time.forMs;
  yield { first, count: 1 };
  // What is loaded once took its part of the first round, so that its time says nothing of the others'.
  const loadedAtMs = time.nowMs();
  for (let done = 1, size = 1; done < most; done += size) {
    const nowMs = time.nowMs();
    const eachMs = Math.max(1, (nowMs - loadedAtMs) / Math.max(1, done - 1));
    const fitting = done === 1 ? 1 : Math.floor((untilMs - nowMs) / eachMs);
    if (nowMs >= untilMs || fitting < 1) return;
    size = Math.min(Math.max(1, Math.floor(fitting / roundsMin)), most - done);
    yield { first: first + done, count: size };
  }
}
