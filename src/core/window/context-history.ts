import { type CacheUse, cacheUses } from "./cache-view.ts";
import { promptTokensOf } from "./context-account.ts";
import { calibrationByOther, lessonAfter } from "./context-calibration.ts";
import { estimateTokens, type Lesson } from "./context-rates.ts";
import type { SessionState, State } from "../state.ts";
import { type PromptTokens, rawPrompts } from "./trim.ts";
import { type Drops, noDrops } from "./trim-messages.ts";
import type { Usage } from "../ledger/usage.ts";

/** One call of a session, as the provider reported it and as it had been estimated. */
export interface ContextTurn {
  readonly turn: number;
  readonly try: number;
  readonly completed: boolean;
  readonly startedAtMs: number;
  readonly reported: Usage;
  /** All that the provider read for it. */
  readonly reportedTokens: number;
  /** What was estimated before it, as it was calibrated by then. */
  readonly estimatedTokens: number;
  /** The estimate's error: 0.05 is five per cent too much; `null` where nothing was reported as read. */
  readonly error: number | null;
  readonly cache: CacheUse;
  readonly drops: Drops;
}

/** In time that grows with the calls, however long the conversation. */
export function contextTurns(
  state: State,
  session: SessionState,
  prompt: PromptTokens,
): readonly ContextTurn[] {
  const { calls } = session.context;
  const rawOf = rawPrompts(prompt);
  let own: Lesson | null = null;
  const addedTokens: number[] = [];
  const turns = calls.map((call, index) => {
    const { turn, completed, usage, drops } = call;
    const raw = rawOf(turn - 1, drops);
    const { rates } = own ?? calibrationByOther(state, call.estimatedBy);
    const estimatedTokens = estimateTokens(rates, raw);
    const reportedTokens = promptTokensOf(usage);
    const turnsBefore = (calls[index - 1]?.turn ?? turn) - 1;
    addedTokens.push(
      estimateTokens(rates, rawOf(turn - 1, noDrops)) -
        estimateTokens(rates, rawOf(turnsBefore, noDrops)),
    );
    own = lessonAfter(own, call, rawOf);
    return {
      turn,
      try: call.try,
      completed,
      startedAtMs: call.startedAtMs,
      reported: usage,
      reportedTokens,
      estimatedTokens,
      error: reportedTokens === 0 ? null : estimatedTokens / reportedTokens - 1,
      drops,
    };
  });
  const uses = cacheUses(state, session, addedTokens);
  return turns.map((call, index) => ({ ...call, cache: uses[index]! }));
}
