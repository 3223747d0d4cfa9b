import type { Strategy } from "./strategy.ts";

/** The default order, left at one step in ten: finds mistakes that need one thing out of place. */
export const nearDefault: Strategy = {
  name: "near-default",
  chooser: (random) => (candidates) =>
    random() < 0.9 ? 0 : Math.floor(random() * candidates.length),
};
