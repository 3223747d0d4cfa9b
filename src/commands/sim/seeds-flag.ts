import { InvalidArgumentError } from "commander";
import { drawnSeed } from "../../clock/drawn-seed.ts";

/** Which seeds to run of each scenario: so many, from the first on. */
export interface Seeds {
  readonly first: number;
  readonly count: number;
  /** Drawn by chance, so the first has to be told. */
  readonly isDrawn: boolean;
}

/** How many schedules `random` means where it says no number. */
const drawnCount = 100;

/** A value of `--seeds`: `200`, `1000..1999`, `random` or `random:500`. */
export function seedsFlag(text: string): Seeds {
  const [, amount, first, last, drawn, drawnAmount] =
    /^(?:(\d+)|(\d+)\.\.(\d+)|(random)(?::(\d+))?)$/.exec(text) ?? [];
  const seeds =
    drawn !== undefined
      ? { first: drawnSeed(), count: Number(drawnAmount ?? drawnCount), isDrawn: true }
      : first !== undefined
        ? { first: Number(first), count: Number(last) - Number(first) + 1, isDrawn: false }
        : { first: 0, count: Number(amount), isDrawn: false };
  if (Number.isSafeInteger(seeds.first + seeds.count) && seeds.count >= 1) return seeds;
  throw new InvalidArgumentError(
    "It must be a number of schedules (200), a range (1000..1999), random or random:200.",
  );
}
