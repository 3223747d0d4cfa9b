import type { Spread } from "./spread.ts";

/** What the median of a benchmark's ratios must reach. */
export type Floor =
  | { readonly type: "at-least"; readonly value: number }
  | { readonly type: "at-most"; readonly value: number };

export function reaches(floor: Floor, { median }: Spread): boolean {
  switch (floor.type) {
    case "at-least":
      return median >= floor.value;
    case "at-most":
      return median <= floor.value;
  }
}

export function describeFloor(floor: Floor): string {
  switch (floor.type) {
    case "at-least":
      return `≥ ${floor.value}`;
    case "at-most":
      return `≤ ${floor.value}`;
  }
}
