import type { Life } from "../scheduler.ts";

/** A simulated process. It also counts who asked whether it is alive: where nobody did, its death would have changed nothing. */
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
