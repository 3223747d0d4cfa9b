import { excerpt } from "./excerpt.ts";

/** The candidates by how near they are to what was written, nearest first. */
export function byNearness(written: string, candidates: readonly string[]): readonly string[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distanceBetween(written, candidate) }))
    .toSorted((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/** The candidate that was probably meant; `null` where none is near enough. */
export function nearestName(written: string, candidates: readonly string[]): string | null {
  const [nearest] = byNearness(written, candidates);
  const limit = Math.max(1, Math.floor(written.length / 3));
  return nearest !== undefined && distanceBetween(written, nearest) <= limit ? nearest : null;
}

/** "Did you mean" with the one candidate that is near enough, else the list of what there is. */
export function didYouMean(written: string, candidates: readonly string[]): string {
  const nearest = nearestName(written, candidates);
  if (nearest !== null) return `Did you mean ${excerpt(nearest)}?`;
  if (candidates.length === 0) return "There is none to choose from.";
  return `There is: ${byNearness(written, candidates)
    .slice(0, 12)
    .map((candidate) => excerpt(candidate))
    .join(", ")}.`;
}

/**
 * How many letters to add, drop, change or swap with their neighbour (optimal string alignment); capitals
 * count for nothing.
 */
function distanceBetween(left: string, right: string): number {
  const [from, to] = [left.toLowerCase(), right.toLowerCase()];
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = last[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
          ? beforeLast[j - 2]! + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(changed, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}
