import type { Inside } from "../../clock/virtual/inside.ts";
import { waitInRealTime } from "./patience.ts";
import { turns } from "./uncaught.ts";

/** Steps that no run needs unless it goes on for ever. */
export const stepsMax = 10_000;
/** Turns of the event loop that work of real time may take to end: about two minutes. */
export const turnsMax = 60_000;

/** Work that has not ended after so many turns takes real time, and they come slower from then on. */
const quickTurns = 50;
const slowTurnMs = 2;

/** The turns of the event loop in which all settles that a step has caused. */
export interface SettlingTurns {
  /** A step is released. */
  begin(): void;
  next(): Promise<void>;
}

export function settlingTurns(inside: () => Inside): SettlingTurns {
  let passed = 0;
  return {
    begin() {
      passed = 0;
    },
    next: () => (passed++ < quickTurns ? turns.next() : waitInRealTime(slowTurnMs, inside())),
  };
}
