import type { Floor } from "./floor.ts";
import type { Spread } from "./spread.ts";

/** One line of what is printed; `floor` is `null` where a ratio is shown and nothing is demanded of it. */
export interface Row {
  readonly name: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: Spread;
  readonly floor: Floor | null;
}
