import type { SourcePlace } from "./source-place.ts";

/** Why a scenario can't be run, and what to do. */
export interface LoadProblem {
  /** Absolute. */
  readonly file: string;
  /** Counts from 1, as `column` does; `null` where the place could not be found. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly suggestion: string;
}

export const placeOrNone = (place: SourcePlace | null): Pick<LoadProblem, "line" | "column"> => ({
  line: place?.line ?? null,
  column: place?.column ?? null,
});
