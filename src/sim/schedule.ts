/**
 * The order in which simulated completions (replies, answers, timers …) are released, as plain data. By default
 * the one that has waited longest comes next; a deviation says that at a step (counted from 0) another one comes,
 * by its place among those that are ready. A place beyond the last one wraps around, so that every schedule fits
 * every run, and any part of a schedule is a schedule: this is what makes a failure shrink.
 */
export interface Schedule {
  readonly deviations: readonly (readonly [step: number, place: number])[];
}

/** The schedule that always releases what has waited longest. */
export const defaultOrder: Schedule = { deviations: [] };

/** A completion that could come next. */
export interface Candidate {
  /** Counts waits from 0: the lower the number, the longer it has waited. */
  readonly number: number;
  /**
   * What it belongs to: steps of one chain follow from each other, as those of a ticket, the disk or a viewer. A
   * strategy can let whole chains run ahead of others.
   */
  readonly chain: string;
  /** As reports name it, where it has a name. */
  readonly label?: string;
}

/** Picks one of the candidates by its place; 0 is the one that has waited longest. */
export type Chooser = (candidates: readonly Candidate[], step: number) => number;

export function chooserOf(schedule: Schedule): Chooser {
  const places = new Map(schedule.deviations);
  return (candidates, step) => (places.get(step) ?? 0) % candidates.length;
}

/** Chooses as `draw` does, and notes the schedule that comes of it. */
export function notingSchedule(draw: Chooser): { choose: Chooser; schedule: Schedule } {
  const deviations: [number, number][] = [];
  const choose: Chooser = (candidates, step) => {
    const place = draw(candidates, step);
    if (place !== 0) deviations.push([step, place]);
    return place;
  };
  return { choose, schedule: { deviations } };
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
