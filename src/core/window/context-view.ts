import type { CacheBreakpoint } from "./cache-breakpoints.ts";
import { type CacheView, cacheOf } from "./cache-view.ts";
import type { Calibration } from "./context-calibration.ts";
import { type ContextFill, fillOf } from "./context-fill.ts";
import { type ContextTurn, contextTurns } from "./context-history.ts";
import { pendingCallsOf, withResultsInHand } from "./context-pending.ts";
import { messageTokensOf } from "./context-prompt.ts";
import { type ContextRow, contextRows } from "./context-rows.ts";
import { failureOf } from "./context-summary.ts";
import type { Failure } from "../failure.ts";
import type { Seat, SessionId, StreamId } from "../ids.ts";
import { nextPromptOf } from "./next-prompt.ts";
import type { SessionState, State } from "../state.ts";
import { droppedBetween } from "./trim.ts";
import { noDrops } from "./trim-messages.ts";
import type { DroppedTurns } from "./dropped-turns.ts";

/** `row`: the index of the row that it stands in; a request counts its messages without those left out. */
export type ContextBreakpoint =
  | Extract<CacheBreakpoint, { readonly part: "tools" | "system" }>
  | (Extract<CacheBreakpoint, { readonly message: number }> & { readonly row: number });

/**
 * What fills a session's window. Tokens are calibrated estimates, unless they are said to be reported. While calls
 * are pending, `estimatedTokens` and `nextCall` are the least that can come, and `headroomTokens` the most.
 */
export type ContextView = Seat &
  ContextFill & {
    readonly sessionId: SessionId;
    readonly streamId: StreamId;
    readonly provider: string;
    readonly model: string;
    readonly phase: SessionState["phase"]["type"];
    /** The turn under way or next, from 1. */
    readonly turn: number;
    /** Turns whose reply is complete. */
    readonly completedTurns: number;
    /** Why the session failed, also once it is closed. */
    readonly failure: Pick<Failure, "code" | "message"> | null;
    /** Calls of tools whose results are not in hand. */
    readonly pendingCalls: number;
    readonly calibration: Calibration;
    /** What the last completed call's estimate was off by: 0.05 is five per cent too much. */
    readonly lastError: number | null;
    readonly parts: {
      readonly systemTokens: number;
      readonly toolsTokens: number;
      readonly filesTokens: number;
      readonly historyTokens: number;
    };
    readonly dropped: DroppedTurns;
    /** All messages, also those that are left out. */
    readonly rows: readonly ContextRow[];
    readonly cache: CacheView;
    readonly breakpoints: readonly ContextBreakpoint[];
    /** Each call that reported, in order. */
    readonly calls: readonly ContextTurn[];
  };

/** A pure function of the log: fold it up to a point, and it tells how things stood there. */
export function contextOf(state: State, sessionId: SessionId, nowMs: number): ContextView | null {
  const written = state.sessions.get(sessionId);
  if (written === undefined) return null;
  const session = withResultsInHand(written);
  const { seat, context } = session;
  const { provider, model } = state.settings.models[seat.tier];
  const messageTokens = messageTokensOf(session);
  const { fill, source: measured } = fillOf(state, session, messageTokens);
  const { prompt, estimator } = measured;
  const { factor, source, rates } = estimator;
  const fixed = (raw: number): number => Math.ceil(raw * rates.fixed);
  const systemTokens = fixed(prompt.systemTokens);
  const toolsTokens = fixed(prompt.toolsTokens);
  const filesTokens = fixed(prompt.firstTokens);
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
    failure: failureOf(session),
    pendingCalls: pendingCallsOf(session),
    ...fill,
    calibration: { factor, source },
    lastError: calls.findLast(({ completed }) => completed)?.error ?? null,
    parts: {
      systemTokens,
      toolsTokens,
      filesTokens,
      // What is left, so that the parts come to the whole: each is rounded up.
      historyTokens: Math.max(0, fill.estimatedTokens - systemTokens - toolsTokens - filesTokens),
    },
    dropped: droppedBetween(prompt, noDrops, context.drops),
    rows: contextRows(session, messageTokens, { rates, written: written.messages.length }),
    cache: cacheOf(
      state,
      session,
      calls.map(({ cache }) => cache),
      nowMs,
    ),
    breakpoints: breakpointsOf(state, session),
    calls,
  };
}

function breakpointsOf(state: State, session: SessionState): readonly ContextBreakpoint[] {
  const leftOut = 2 * session.context.drops.turnsThrough;
  return nextPromptOf(state, session).cacheBreakpoints.map((breakpoint) =>
    "message" in breakpoint
      ? { ...breakpoint, row: breakpoint.message === 0 ? 0 : breakpoint.message + leftOut }
      : breakpoint,
  );
}
