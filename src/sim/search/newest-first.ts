import type { Strategy } from "./strategy.ts";

/** What began to wait last goes first: what waits long is overtaken by all that follows from others. */
export const newestFirst: Strategy = {
  name: "newest",
  chooser: () => (candidates) => candidates.length - 1,
};

/** The same at six steps of ten. */
export const mostlyNewest: Strategy = {
  name: "mostly-newest",
  chooser: (random) => (candidates) =>
    random() < 0.6 ? candidates.length - 1 : Math.floor(random() * candidates.length),
};
