import { type CacheUse, cacheUses } from "./cache-view.ts";
import { promptTokensOf } from "./context-account.ts";
import { factorByOther } from "./context-calibration.ts";
import type { SessionState, State } from "./state.ts";
import { type PromptTokens, noticeTokensOf } from "./trim.ts";
import type { Drops } from "./trim-messages.ts";
import type { Usage } from "./usage.ts";

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
  const rawOf = rawPrompts(prompt);
  const uses = cacheUses(state, session);
  let own: number | null = null;
  return session.context.calls.map((call, index) => {
    const { turn, completed, usage, drops } = call;
    const raw = rawOf(turn - 1, drops);
    const other = call.estimatedBy;
    const factor = own ?? (other === null ? 1 : factorByOther(state, other));
    const estimatedTokens = Math.ceil(raw * factor);
    const reportedTokens = promptTokensOf(usage);
    if (completed) own = reportedTokens === 0 || raw === 0 ? 1 : reportedTokens / raw;
    return {
      turn,
      try: call.try,
      completed,
      startedAtMs: call.startedAtMs,
      reported: usage,
      reportedTokens,
      estimatedTokens,
      error: reportedTokens === 0 ? null : estimatedTokens / reportedTokens - 1,
      cache: uses[index]!,
      drops,
    };
  });
}

/** Uncorrected tokens of the request after so many turns, with these drops. */
function rawPrompts(prompt: PromptTokens): (turns: number, drops: Drops) => number {
  const whole = [0];
  const slim = [0];
  for (const turn of prompt.turns) {
    whole.push(whole.at(-1)! + turn.whole);
    slim.push(slim.at(-1)! + (turn.slim ?? turn.whole));
  }
  const fixed = prompt.systemTokens + prompt.toolsTokens + prompt.firstTokens;
  return (turns, { resultsThrough, turnsThrough }) => {
    const slimEnd = Math.min(resultsThrough, turns);
    const slimTokens = slim[slimEnd]! - slim[Math.min(turnsThrough, slimEnd)]!;
    return fixed + noticeTokensOf(turnsThrough) + slimTokens + whole[turns]! - whole[slimEnd]!;
  };
}
