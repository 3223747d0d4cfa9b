import type { Strategy } from "./strategy.ts";

/** Every candidate is as likely as any other, anew at each step: finds tight interleavings, seldom long ones. */
export const evenChoice: Strategy = {
  name: "even",
  chooser: (random) => (candidates) => Math.floor(random() * candidates.length),
};
