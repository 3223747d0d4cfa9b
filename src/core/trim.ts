import { type Drops, noticeTokens } from "./trim-messages.ts";

/** What a turn takes, uncorrected: in full, and without its tools' output (the same where it has none). */
export interface TurnTokens {
  readonly whole: number;
  readonly slim: number | null;
}

/** All that a request could hold, uncorrected. */
export interface PromptTokens {
  readonly systemTokens: number;
  readonly toolsTokens: number;
  /** The first message: the ticket and its files, or what is to be planned. */
  readonly firstTokens: number;
  readonly turns: readonly TurnTokens[];
}

/** What the next call does about a window that is full. */
export type TrimPlan =
  | { readonly type: "fits"; readonly estimatedTokens: number }
  | {
      readonly type: "trims";
      readonly drops: Drops;
      readonly beforeTokens: number;
      readonly estimatedTokens: number;
    }
  /** Nothing more can be left out. `estimatedTokens`: what would be left at the least. */
  | { readonly type: "exceeded"; readonly estimatedTokens: number };

/** Trimming goes down to this share of the room, so that the prefix then stays the same for some turns. */
const targetShare = 0.7;
/** These last turns stay as they are while anything older can be left out. The very last always stays. */
const recentTurns = 3;

/**
 * What is left out of the next request: the oldest turns' tool output first, then the oldest turns. Pure, and
 * the only one who decides: the preview shows what it says, and the request does it.
 */
export function planTrim(
  prompt: PromptTokens,
  drops: Drops,
  window: { readonly roomTokens: number; readonly factor: number },
): TrimPlan {
  const { roomTokens, factor } = window;
  const estimate = (raw: number): number => Math.ceil(raw * factor);
  let raw = rawPromptTokens(prompt, drops);
  const beforeTokens = estimate(raw);
  if (beforeTokens <= roomTokens) return { type: "fits", estimatedTokens: beforeTokens };

  let { resultsThrough, turnsThrough } = drops;
  const dropResults = (last: number, enoughTokens: number): void => {
    while (resultsThrough < last && estimate(raw) > enoughTokens) {
      const { whole, slim } = prompt.turns[resultsThrough++]!;
      raw -= whole - (slim ?? whole);
    }
  };
  const dropTurns = (last: number, enoughTokens: number): void => {
    while (turnsThrough < last && estimate(raw) > enoughTokens) {
      if (turnsThrough === 0) raw += noticeTokens;
      const { whole, slim } = prompt.turns[turnsThrough++]!;
      raw -= turnsThrough <= resultsThrough ? (slim ?? whole) : whole;
    }
    resultsThrough = Math.max(resultsThrough, turnsThrough);
  };
  const count = prompt.turns.length;
  const targetTokens = Math.floor(roomTokens * targetShare);
  dropResults(count - recentTurns, targetTokens);
  dropTurns(count - recentTurns, targetTokens);
  dropResults(count - 1, roomTokens);
  dropTurns(count - 1, roomTokens);
  const estimatedTokens = estimate(raw);
  if (estimatedTokens > roomTokens) return { type: "exceeded", estimatedTokens };
  return {
    type: "trims",
    drops: { resultsThrough, turnsThrough },
    beforeTokens,
    estimatedTokens,
  };
}

/** What the line takes that stands for turns that were dropped. */
export const noticeTokensOf = (turnsThrough: number): number =>
  turnsThrough === 0 ? 0 : noticeTokens;

/** What a request takes with these drops, uncorrected. */
export function rawPromptTokens(prompt: PromptTokens, drops: Drops): number {
  const { systemTokens, toolsTokens, firstTokens, turns } = prompt;
  let raw = systemTokens + toolsTokens + firstTokens;
  raw += noticeTokensOf(drops.turnsThrough);
  for (let turn = drops.turnsThrough + 1; turn <= turns.length; turn++) {
    const { whole, slim } = turns[turn - 1]!;
    raw += turn <= drops.resultsThrough ? (slim ?? whole) : whole;
  }
  return raw;
}

/** Which turns go from one set of drops to the next: those that lose only tool output, and whole ones. */
export function droppedBetween(
  prompt: PromptTokens,
  before: Drops,
  after: Drops,
): { readonly results: readonly number[]; readonly turns: readonly number[] } {
  const results: number[] = [];
  const first = Math.max(before.resultsThrough, after.turnsThrough) + 1;
  for (let turn = first; turn <= after.resultsThrough; turn++) {
    if (prompt.turns[turn - 1]!.slim !== null) results.push(turn);
  }
  const turns: number[] = [];
  for (let turn = before.turnsThrough + 1; turn <= after.turnsThrough; turn++) turns.push(turn);
  return { results, turns };
}
