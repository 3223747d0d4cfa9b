import type { Life } from "../scheduler.ts";

/**
 * A simulated process that can be killed. It counts how often an edge asked whether it is alive: between two moments without
 * a question, its death at either would have the same consequences.
 */
export interface MortalLife {
  readonly life: Life;
  /** Whether it is alive, without counting as a question; all simulated edges ask `life.alive`. */
  isAlive(): boolean;
  die(): void;
  /** How often `life.alive` was read. */
  asked(): number;
}

export function newMortalLife(number: number): MortalLife {
  let isAlive = true;
  let asked = 0;
  const life: Life = {
    number,
    get alive() {
      asked++;
      return isAlive;
    },
  };
  return { life, isAlive: () => isAlive, die: () => void (isAlive = false), asked: () => asked };
}
