import { type Calibration, calibrationOf } from "./context-calibration.ts";
import { nextTrim } from "./context-next.ts";
import { promptOf, roomTokensOf } from "./context-prompt.ts";
import { estimateTokens, type Estimator, marginTokens as marginOf } from "./context-rates.ts";
import type { MessageTokens } from "./context-tokens.ts";
import type { SessionState, State } from "../state.ts";
import { addedSince, droppedBetween, type PromptTokens, rawPromptTokens } from "./trim.ts";
import type { DroppedTurns } from "./dropped-turns.ts";

/**
 * What the session's next call would do about its window, were it made now. While calls of tools are pending,
 * it can only become more.
 */
export type NextCall =
  | { readonly type: "fits" }
  | ({ readonly type: "trims"; readonly estimatedTokens: number } & DroppedTurns)
  /** The session would fail before the call. */
  | { readonly type: "exceeded"; readonly estimatedTokens: number }
  /** The session makes no more calls. */
  | { readonly type: "none" };

/**
 * How full the context window of a session is. The terminal, the reports and the core all use this one estimate.
 */
export interface ContextFill {
  /** Of the next prompt, with what has been dropped so far left out. */
  readonly estimatedTokens: number;
  /** The window; `null` where it is unknown. */
  readonly limitTokens: number | null;
  /** Kept free for the reply. */
  readonly replyTokens: number;
  /** The prompt's share of the window, from 0 on. */
  readonly utilisation: number | null;
  /** Kept free because the estimate may be low; `null` where the window is unknown. */
  readonly marginTokens: number | null;
  /** What is free until the next call trims; below 0 where it would. What comes has a margin of its own. */
  readonly headroomTokens: number | null;
  readonly nextCall: NextCall;
}

/** What the fill was computed from, for callers that compute more. */
export interface FillSource {
  readonly prompt: PromptTokens;
  readonly estimator: Calibration & Estimator;
}

/** `messageTokens`: of `session`'s messages, which hold what is in hand (`withResultsInHand`). */
export function fillOf(
  state: State,
  session: SessionState,
  messageTokens: readonly MessageTokens[],
): { readonly fill: ContextFill; readonly source: FillSource } {
  const { seat, context } = session;
  const { contextTokens, maxOutputTokens } = state.settings.models[seat.tier];
  const prompt = promptOf(state, session, messageTokens);
  const estimator = calibrationOf(state, session, prompt);
  const raw = rawPromptTokens(prompt, context.drops);
  const estimatedTokens = estimateTokens(estimator.rates, raw);
  const roomTokens = roomTokensOf(state.settings, seat.tier);
  const marginTokens =
    roomTokens === null
      ? null
      : marginOf(estimator, raw, addedSince(estimator.reported, prompt, context.drops));
  const fill: ContextFill = {
    estimatedTokens,
    limitTokens: contextTokens,
    replyTokens: maxOutputTokens,
    utilisation: contextTokens === null ? null : estimatedTokens / contextTokens,
    marginTokens,
    headroomTokens:
      roomTokens === null || marginTokens === null
        ? null
        : roomTokens - estimatedTokens - marginTokens,
    nextCall: nextCallOf(state, session, prompt),
  };
  return { fill, source: { prompt, estimator } };
}

function nextCallOf(state: State, session: SessionState, prompt: PromptTokens): NextCall {
  const { phase, context } = session;
  if (state.ended !== null || phase.type === "closed" || phase.type === "failed") {
    return { type: "none" };
  }
  const plan = nextTrim(state, session);
  switch (plan?.type) {
    case undefined:
    case "fits":
      return { type: "fits" };
    case "exceeded":
      return { type: "exceeded", estimatedTokens: plan.estimatedTokens };
    case "trims": {
      const { estimatedTokens, drops } = plan;
      return {
        type: "trims",
        estimatedTokens,
        ...droppedBetween(prompt, context.drops, drops),
      };
    }
  }
}
