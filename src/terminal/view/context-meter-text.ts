import type { ContextFill } from "../../core/window/context-fill.ts";
import { type ContextLevel, levelOf } from "../../core/window/context-level.ts";
import { droppedText } from "../../core/window/dropped-turns.ts";
import type { Paper, Style } from "../../core/words/paper.ts";

/** How full the context window of a session is, and what is known of its next call. */
export interface MeterReading {
  readonly fill: ContextFill;
  /** How much the prompt has grown since the call before. */
  readonly grownTokens: number;
  /** Tool calls without a result yet: the window will be at least as full as the fill says. */
  readonly pendingCalls: number;
  /** The share of the last prompt that was read from the cache; `null` where it is not shown. */
  readonly cachedShare: number | null;
}

const barColumns = 10;
const narrowBarColumns = 4;
const wideFrom = 64;
/** The columns before a line on a narrow terminal: a short name and a stroke. */
const gutterColumns = 12;
const styles: Readonly<Record<ContextLevel, Style>> = {
  low: "green",
  middle: "yellow",
  high: "red",
};
/** With less than this share of the window left, there is a warning, however little the last turn took. */
const nearShare = 0.05;

/**
 * One line on how full a window is: with a `!` where it is nearly full, and with what is left where another turn
 * may not fit. On a narrow terminal it is shorter, and the warning has a line of its own.
 */
export function meterText(reading: MeterReading, paper: Paper): string {
  return paper.columns() < wideFrom ? narrowText(reading, paper) : wideText(reading, paper);
}

function wideText(reading: MeterReading, { ink }: Paper): string {
  const { fill, cachedShare } = reading;
  const cached = cachedShare === null ? "" : ` · ${percent(cachedShare)} from the cache`;
  const { limitTokens } = fill;
  if (limitTokens === null)
    return ink("dim", `context ${number(fill.estimatedTokens)} tokens${cached}`);
  const share = shareOf(fill, limitTokens);
  const left = leftText(reading, "and the oldest is left out");
  const warning = left === null ? "" : ink("yellow", ` · ▲ ${left}`);
  const bar = barText(
    share,
    { roomShare: roomShareOf(fill, limitTokens), columns: barColumns },
    ink,
  );
  const rest = ` ${fullText(share)} of ${number(limitTokens)}`;
  return `${ink("dim", "context ")}${bar}${ink("dim", rest)}${warning}${ink("dim", cached)}`;
}

function narrowText(reading: MeterReading, paper: Paper): string {
  const { fill, cachedShare } = reading;
  const { ink } = paper;
  const cached = cachedShare === null ? "" : ` · ${percent(cachedShare)} cached`;
  const { limitTokens } = fill;
  if (limitTokens === null)
    return ink("dim", `${shortNumber(fill.estimatedTokens)} tokens${cached}`);
  const share = shareOf(fill, limitTokens);
  const columns = narrowBarColumns;
  const shareWords = `${fullText(share)} of ${shortNumber(limitTokens)}`;
  const spare = paper.columns() - gutterColumns - shareWords.length;
  const level = styles[levelOf(share)];
  const bar = barText(share, { roomShare: roomShareOf(fill, limitTokens), columns }, ink);
  const withBar = columns + 1 + cached.length <= spare;
  const head = withBar ? `${bar} ${ink("dim", shareWords)}` : ink(level, shareWords);
  const left = leftText(reading, "fit");
  const warning = left === null ? "" : `\n${ink("yellow", `▲ ${left}`)}`;
  return `${head}${cached.length <= spare ? ink("dim", cached) : ""}${warning}`;
}

/** A warning before the next call; `null` where there is no next call or it has room. */
function leftText({ fill, grownTokens, pendingCalls }: MeterReading, rest: string): string | null {
  const { limitTokens, replyTokens, headroomTokens, nextCall } = fill;
  if (pendingCalls === 0 || limitTokens === null || headroomTokens === null) return null;
  switch (nextCall.type) {
    case "none":
      return null;
    case "trims":
    case "exceeded":
      return nextCallWarning(fill);
    case "fits": {
      const near = Math.max(grownTokens, (limitTokens - replyTokens) * nearShare);
      return headroomTokens < near ? `at most ${number(headroomTokens)} more ${rest}` : null;
    }
  }
}

/** What the next call would leave out. The results of pending tool calls are not counted yet. */
export function nextCallWarning({ nextCall }: ContextFill): string | null {
  switch (nextCall.type) {
    case "none":
    case "fits":
      return null;
    case "trims":
      return `the next call would drop at least ${droppedText(nextCall)}`;
    case "exceeded":
      return "the next call would fail: too much would be left";
  }
}

const shareOf = ({ estimatedTokens }: ContextFill, limitTokens: number): number =>
  estimatedTokens / limitTokens;

/** The share of the window at which a call trims: the window without the reply and the margin. */
const roomShareOf = ({ estimatedTokens, headroomTokens }: ContextFill, limitTokens: number) =>
  (estimatedTokens + (headroomTokens ?? 0)) / limitTokens;

/** A bar in steps of half a cell; `┃` marks where a call trims. */
function barText(
  share: number,
  { roomShare, columns }: { readonly roomShare: number; readonly columns: number },
  ink: Paper["ink"],
): string {
  const halves = Math.round(share * columns * 2);
  const shown = Math.min(2 * columns, Math.max(share > 0 ? 1 : 0, halves));
  const full = "━".repeat(shown >> 1) + (shown % 2 === 1 ? "╸" : "");
  const mark = Math.max(0, Math.min(columns - 1, Math.floor(roomShare * columns)));
  const paint = (from: number, to: number) =>
    ink(styles[levelOf(share)], full.slice(from, to)) +
    ink("dim", "─".repeat(to - Math.min(to, Math.max(from, full.length))));
  return `${paint(0, mark)}${ink("bold", "┃")}${paint(mark + 1, columns)}`;
}

/** `80.2%!`. Never rounded up to a level that the share has not reached. */
function fullText(share: number): string {
  const tenths = share * 1000;
  const rounded = Math.round(tenths);
  const isSame = levelOf(rounded / 1000) === levelOf(share);
  const shownTenths = isSame ? rounded : tenths > rounded ? Math.ceil(tenths) : Math.floor(tenths);
  return `${(shownTenths / 10).toFixed(1)}%${levelOf(share) === "high" ? "!" : ""}`;
}

const percent = (share: number): string => `${Math.floor(share * 100)}%`;
const number = (amount: number): string => amount.toLocaleString("en-US");

/** `1M`, `200k`, `8.2k`. */
function shortNumber(amount: number): string {
  if (amount < 1_000) return `${amount}`;
  const [value, unit] = amount < 1_000_000 ? [amount / 1_000, "k"] : [amount / 1_000_000, "M"];
  return `${Number(value.toFixed(1))}${unit}`;
}
