import {
  type Counted,
  estimateTokens,
  type Estimator,
  marginTokens,
  minus,
  type RawTokens,
} from "./context-rates.ts";
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
  roomTokens: number,
  estimator: Estimator,
): TrimPlan {
  const added = addedSince(estimator.reported, prompt, drops);
  const raw = rawPromptTokens(prompt, drops);
  const { fixed } = raw;
  let { talk, output } = raw;
  const estimate = (): number => estimateTokens(estimator.rates, { fixed, talk, output });
  // An estimate may be a little low, and the request must fit all the same.
  const takes = (): number => estimate() + marginTokens(estimator, { fixed, talk, output }, added);
  const beforeTokens = estimate();
  if (takes() <= roomTokens) return { type: "fits", estimatedTokens: beforeTokens };

  let { resultsThrough, turnsThrough } = drops;
  const dropResults = (last: number, isEnough: () => boolean): void => {
    while (resultsThrough < last && !isEnough()) {
      output -= outputOf(prompt.turns[resultsThrough++]!);
    }
  };
  const dropTurns = (last: number, isEnough: () => boolean): void => {
    while (turnsThrough < last && !isEnough()) {
      if (turnsThrough === 0) talk += noticeTokens;
      // Its output is dropped already: no turn goes as long as the output of an older one, or its own, is there.
      talk -= talkOf(prompt.turns[turnsThrough++]!);
    }
  };
  const count = prompt.turns.length;
  const targetTokens = Math.floor(roomTokens * targetShare);
  const fits = (): boolean => takes() <= roomTokens;
  const hasRoomForTurns = (): boolean => fits() && estimate() <= targetTokens;
  dropResults(count - recentTurns, hasRoomForTurns);
  dropTurns(count - recentTurns, hasRoomForTurns);
  dropResults(count - 1, fits);
  dropTurns(count - 1, fits);
  const estimatedTokens = estimate();
  if (!fits()) return { type: "exceeded", estimatedTokens };
  return {
    type: "trims",
    drops: { resultsThrough, turnsThrough },
    beforeTokens,
    estimatedTokens,
  };
}

/** What stays of a turn without its tools' output, and what that output takes beyond the line in its place. */
const talkOf = ({ whole, slim }: TurnTokens): number => slim ?? whole;
const outputOf = (turn: TurnTokens): number => turn.whole - talkOf(turn);

/** What a request takes with these drops, uncorrected. */
export function rawPromptTokens(prompt: PromptTokens, drops: Drops): RawTokens {
  return rawPrompts(prompt)(prompt.turns.length, drops);
}

/** What a request holds of turns that came after a report; all of it where there was none. */
export function addedSince(
  reported: Counted | null,
  prompt: PromptTokens,
  drops: Drops,
): RawTokens {
  const rawOf = rawPrompts(prompt);
  const raw = rawOf(prompt.turns.length, drops);
  return reported === null ? raw : minus(raw, rawOf(reported.turns, drops));
}

/** The same of the request after so many turns, for any of a session's requests: the second step is quick. */
export function rawPrompts(prompt: PromptTokens): (turns: number, drops: Drops) => RawTokens {
  const talks = [0];
  const outputs = [0];
  for (const turn of prompt.turns) {
    talks.push(talks.at(-1)! + talkOf(turn));
    outputs.push(outputs.at(-1)! + outputOf(turn));
  }
  const fixed = prompt.systemTokens + prompt.toolsTokens + prompt.firstTokens;
  return (turns, { resultsThrough, turnsThrough }) => {
    const notice = turnsThrough === 0 ? 0 : noticeTokens;
    const talk = talks[turns]! - talks[Math.min(turnsThrough, turns)]!;
    return {
      fixed,
      talk: notice + talk,
      output: outputs[turns]! - outputs[Math.min(resultsThrough, turns)]!,
    };
  };
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
