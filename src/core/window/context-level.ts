/** How full a window is, in three steps. */
export type ContextLevel = "low" | "middle" | "high";

const middleFrom = 0.5;
const highAbove = 0.8;

/** `share` is of the whole window, from 0 on: below a half, up to four fifths, above. */
export function levelOf(share: number): ContextLevel {
  if (share < middleFrom) return "low";
  return share <= highAbove ? "middle" : "high";
}
