import type { PacedStep, Pacer } from "../../src/mock-provider/sending/pacer.ts";

/** A pacer that lets some steps through and holds the rest until their signal is aborted. */
export interface HeldPacer extends Pacer {
  /** Resolves once a step is held. */
  readonly held: Promise<PacedStep>;
  /** How many steps are held now. */
  waiting(): number;
}

export function heldPacer(isLetThrough: (step: PacedStep) => boolean): HeldPacer {
  const first = Promise.withResolvers<PacedStep>();
  let count = 0;
  return {
    held: first.promise,
    waiting: () => count,
    before(step, signal) {
      if (isLetThrough(step)) return Promise.resolve();
      count += 1;
      first.resolve(step);
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          count -= 1;
          reject(signal.reason);
        });
      });
    },
  };
}
