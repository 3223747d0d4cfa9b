import { type ContextLevel, levelOf } from "../core/context-level.ts";
import type { Paper, Style } from "./paper.ts";

const styles: Readonly<Record<ContextLevel, Style>> = {
  low: "green",
  middle: "yellow",
  high: "red",
};

/** How full a window is: green, yellow, red; what is full differs from what is free without colour too. */
export function contextBar(share: number, columns: number, { ink }: Pick<Paper, "ink">): string {
  const full = Math.min(columns, Math.max(share > 0 ? 1 : 0, Math.round(share * columns)));
  const free = ink("dim", "─".repeat(columns - full));
  return `${ink(styles[levelOf(share)], "━".repeat(full))}${free}`;
}

/** `0.4%`, `37%`, `112%`: rounded, but never to a level that it has not reached. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent < 10) return `${Number(percent.toFixed(1))}%`;
  const rounded = Math.round(percent);
  const isSame = levelOf(rounded / 100) === levelOf(share);
  return `${isSame ? rounded : Number(percent.toFixed(1))}%`;
}

export const tokensText = (tokens: number): string => tokens.toLocaleString("en-US");

/** Turns in words: `1–3, 5`. They come in order. */
export function turnsText(turns: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const turn of turns) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === turn - 1) range.last = turn;
    else ranges.push({ first: turn, last: turn });
  }
  return ranges
    .map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`))
    .join(", ");
}
