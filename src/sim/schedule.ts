/**
 * In which order simulated completions are released, as plain data: at the `n`th step (from 0) not the
 * step that has waited longest, but another of those that could come, by its place among them. An empty
 * schedule is the default order. Out-of-range places wrap, so that every schedule fits every run and any
 * part of one is one too: this is what shrinks.
 */
export interface Schedule {
  readonly deviations: readonly (readonly [step: number, place: number])[];
}

export const defaultOrder: Schedule = { deviations: [] };

/** Picks one of `count` steps that could come next; 0 is the one that has waited longest. */
export type Chooser = (count: number, step: number) => number;

export function chooserOf(schedule: Schedule): Chooser {
  const places = new Map(schedule.deviations);
  return (count, step) => (places.get(step) ?? 0) % count;
}

/** A source of numbers from 0 (included) to 1 (excluded); the same seed gives the same numbers. */
export type RandomSource = () => number;

/** Mulberry32: 32 bits of state, good enough to pick orders, and the same on every machine. */
export function randomFrom(seed: number): RandomSource {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The chooser of a seed. Seed 0 is the default order. The others differ in temper, since bugs do: some
 * choose evenly, some rarely leave the default order, some let the newest go first.
 */
export function seededChooser(seed: number): Chooser {
  if (seed === 0) return () => 0;
  const random = randomFrom(seed);
  const temper = seed % 4;
  return (count) => {
    if (count === 1) return 0;
    const draw = random();
    if (temper === 2 && draw < 0.9) return 0;
    if (temper === 3 && draw < 0.6) return count - 1;
    return Math.floor(random() * count);
  };
}
