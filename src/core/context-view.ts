import type { CacheBreakpoint } from "./cache-breakpoints.ts";
import { type CacheView, cacheOf } from "./cache-view.ts";
import { type Calibration, calibrationOf } from "./context-calibration.ts";
import { type ContextTurn, contextTurns } from "./context-history.ts";
import { requestOf } from "./context.ts";
import { nextTrim } from "./context-next.ts";
import { messageTokensOf, promptOf, roomTokensOf } from "./context-prompt.ts";
import { type ContextRow, contextRows } from "./context-rows.ts";
import type { Seat, SessionId, StreamId } from "./ids.ts";
import type { SessionState, State } from "./state.ts";
import { droppedBetween, type PromptTokens, rawPromptTokens } from "./trim.ts";
import { noDrops } from "./trim-messages.ts";

/** Turns whose tools' output is left out, and turns that are left out altogether; counted from 1. */
export interface DroppedTurns {
  readonly results: readonly number[];
  readonly turns: readonly number[];
}

/** What the session's next call would do about its window, were it made now. */
export type NextCall =
  | { readonly type: "fits" }
  | ({ readonly type: "trims"; readonly estimatedTokens: number } & DroppedTurns)
  /** The session would fail before the call. */
  | { readonly type: "exceeded"; readonly estimatedTokens: number }
  /** There will be none: the session is over. */
  | { readonly type: "none" };

/** What fills a session's window. Tokens are calibrated estimates, unless they are said to be reported. */
export interface ContextView extends Seat {
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  readonly provider: string;
  readonly model: string;
  readonly phase: SessionState["phase"]["type"];
  /** The turn under way or next, from 1. */
  readonly turn: number;
  /** Turns whose reply is complete. */
  readonly completedTurns: number;
  /** Of the next prompt, with what has been dropped so far left out. */
  readonly estimatedTokens: number;
  /** The window; `null` where it is unknown. */
  readonly limitTokens: number | null;
  /** Kept free for the reply. */
  readonly replyTokens: number;
  /** The prompt's share of the window, from 0 on. */
  readonly utilisation: number | null;
  /** What can be added until the next call trims; below 0 where it would. */
  readonly headroomTokens: number | null;
  readonly calibration: Calibration;
  /** What the last completed call's estimate was off by: 0.05 is five per cent too much. */
  readonly lastError: number | null;
  readonly parts: {
    readonly systemTokens: number;
    readonly toolsTokens: number;
    readonly filesTokens: number;
    readonly historyTokens: number;
  };
  readonly nextCall: NextCall;
  readonly dropped: DroppedTurns;
  /** All messages, also those that are left out. */
  readonly rows: readonly ContextRow[];
  readonly cache: CacheView;
  readonly breakpoints: readonly CacheBreakpoint[];
  /** Each call that reported, in order. */
  readonly calls: readonly ContextTurn[];
}

/** A pure function of the log: fold it up to a point, and it tells how things stood there. */
export function contextOf(state: State, sessionId: SessionId, nowMs: number): ContextView | null {
  const session = state.sessions.get(sessionId);
  if (session === undefined) return null;
  const { seat, context } = session;
  const { provider, model, contextTokens, maxOutputTokens } = state.settings.models[seat.tier];
  const messageTokens = messageTokensOf(session);
  const prompt = promptOf(state, session, messageTokens);
  const calibration = calibrationOf(state, session, prompt);
  const tokens = (raw: number): number => Math.ceil(raw * calibration.factor);
  const estimatedTokens = tokens(rawPromptTokens(prompt, context.drops));
  const roomTokens = roomTokensOf(state.settings, seat.tier);
  const systemTokens = tokens(prompt.systemTokens);
  const toolsTokens = tokens(prompt.toolsTokens);
  const filesTokens = tokens(prompt.firstTokens);
  const calls = contextTurns(state, session, prompt);
  return {
    ...seat,
    sessionId,
    streamId: session.streamId,
    provider,
    model,
    phase: session.phase.type,
    turn: session.turn,
    completedTurns: calls.filter(({ completed }) => completed).length,
    estimatedTokens,
    limitTokens: contextTokens,
    replyTokens: maxOutputTokens,
    utilisation: contextTokens === null ? null : estimatedTokens / contextTokens,
    headroomTokens: roomTokens === null ? null : roomTokens - estimatedTokens,
    calibration,
    lastError: calls.findLast(({ completed }) => completed)?.error ?? null,
    parts: {
      systemTokens,
      toolsTokens,
      filesTokens,
      // What is left, so that the parts come to the whole: each is rounded up.
      historyTokens: Math.max(0, estimatedTokens - systemTokens - toolsTokens - filesTokens),
    },
    nextCall: nextCallOf(state, session, prompt),
    dropped: droppedBetween(prompt, noDrops, context.drops),
    rows: contextRows(session, messageTokens, calibration.factor),
    cache: cacheOf(state, session, nowMs),
    breakpoints: requestOf(state, session).cacheBreakpoints,
    calls,
  };
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
