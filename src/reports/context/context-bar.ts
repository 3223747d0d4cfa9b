import { type ContextLevel, levelOf } from "../../core/window/context-level.ts";
import type { Paper, Style } from "../../core/words/paper.ts";

const styles: Readonly<Record<ContextLevel, Style>> = {
  low: "green",
  middle: "yellow",
  high: "red",
};

/** How full a window is, and at which share of it a call trims messages; `null` where that is not known. */
export interface Fill {
  readonly share: number;
  readonly roomShare: number | null;
}

/**
 * A bar of how full a window is, in green, yellow or red, readable without colour too. `┃` marks where the next
 * call would trim.
 */
export function contextBar(
  { share, roomShare }: Fill,
  columns: number,
  { ink }: Pick<Paper, "ink">,
): string {
  const halves = Math.min(
    2 * columns,
    Math.max(share > 0 ? 1 : 0, Math.round(share * columns * 2)),
  );
  const full = "━".repeat(halves >> 1) + (halves % 2 === 1 ? "╸" : "");
  const cells = [...full.padEnd(columns, "─")];
  const mark =
    roomShare === null ? columns : Math.min(columns - 1, Math.floor(roomShare * columns));
  const paint = (from: number, to: number): string => {
    const split = Math.min(to, Math.max(from, full.length));
    const [taken, free] = [cells.slice(from, split).join(""), cells.slice(split, to).join("")];
    return ink(styles[levelOf(share)], taken) + ink("dim", free);
  };
  if (mark >= columns) return paint(0, columns);
  return `${paint(0, mark)}${ink("bold", "┃")}${paint(mark + 1, columns)}`;
}

/** `0.4%`, `37.0%`, `112.0%`. Never rounded up to a level (nearly full, full) that the share has not reached. */
export function shareText(share: number): string {
  const tenths = share * 1000;
  const rounded = Math.round(tenths);
  if (levelOf(rounded / 1000) === levelOf(share)) return `${(rounded / 10).toFixed(1)}%`;
  return `${((share > rounded / 1000 ? Math.ceil(tenths) : Math.floor(tenths)) / 10).toFixed(1)}%`;
}

/** The share, with a `!` where the window is nearly full, so that it shows without colour too. */
export function fullText(share: number): string {
  return `${shareText(share)}${levelOf(share) === "high" ? "!" : ""}`;
}

export const tokensText = (tokens: number): string => tokens.toLocaleString("en-US");
