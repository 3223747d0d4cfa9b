import type { Life } from "../scheduler.ts";

/** A simulated process, and whether anything would have gone otherwise had it been dead for a while. */
export interface MortalLife {
  readonly life: Life;
  /** Whether it lives; whoever does so otherwise asks `life.alive`. */
  isAlive(): boolean;
  die(): void;
  /** How often somebody asked whether it lives, to do one thing or another. */
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
