import { InvalidArgumentError } from "commander";
import { usageError } from "../usage-error.ts";
import { drawnSeed } from "../../clock/drawn-seed.ts";

/** Which seeds to run of each scenario: so many, from the first on. */
export interface Seeds {
  readonly first: number;
  readonly count: number;
  /** Drawn by chance, so the first has to be told. */
  readonly isDrawn: boolean;
  /** It says where to begin, and not where to end: `--for` does. */
  readonly isOpen?: true;
}

/** How many schedules `random` means where it says no number. */
const drawnCount = 100;

/** Where nothing is said: the default order alone, or with `--for` whatever comes after it, too. */
export const defaultSeeds: Seeds = { first: 0, count: 1, isDrawn: false, isOpen: true };

/** A value of `--seeds`: `200`, `1000..1999`, `1000..` (with `--for`), `random` or `random:500`. */
export function seedsFlag(text: string): Seeds {
  const [, amount, first, last, drawn, drawnAmount] =
    /^(?:(\d+)|(\d+)\.\.(\d*)|(random)(?::(\d+))?)$/.exec(text) ?? [];
  const open = { isOpen: true } as const;
  const seeds: Seeds =
    drawn !== undefined
      ? {
          first: drawnSeed(),
          count: Number(drawnAmount ?? drawnCount),
          isDrawn: true,
          ...(drawnAmount === undefined && open),
        }
      : first === undefined
        ? { first: 0, count: Number(amount), isDrawn: false }
        : last === ""
          ? { first: Number(first), count: 1, isDrawn: false, ...open }
          : { first: Number(first), count: Number(last) - Number(first) + 1, isDrawn: false };
  if (Number.isSafeInteger(seeds.first + seeds.count) && seeds.count >= 1) return seeds;
  throw new InvalidArgumentError(
    "It must be a number of schedules (200), a range (1000..1999), 1000.. with --for, random or random:200.",
  );
}

/** Where a range has no end, `instead` must say when to stop. Throws a `UsageError`. */
export function refuseEndless(seeds: Seeds, instead: string | null): void {
  if (seeds.isOpen !== true || seeds.isDrawn || seeds === defaultSeeds) return;
  const { first } = seeds;
  const how = instead === null ? "" : ` Or say how long: ${instead}.`;
  throw usageError(
    `--seeds ${first}.. has no end. Say where: --seeds ${first}..${first + 99}.${how}`,
  );
}
