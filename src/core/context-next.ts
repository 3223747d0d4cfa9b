import { isInSight } from "./context-account.ts";
import { calibrationOf } from "./context-calibration.ts";
import { promptOf, roomTokensOf } from "./context-prompt.ts";
import type { Failure } from "./failure.ts";
import type { SessionState, State } from "./state.ts";
import { planTrim, type TrimPlan } from "./trim.ts";

/** What a session's next call would leave out; `null` where the limit is unknown or out of sight. */
export function nextTrim(state: State, session: SessionState): TrimPlan | null {
  const roomTokens = roomTokensOf(state.settings, session.seat.tier);
  if (roomTokens === null || !isInSight(session.context, roomTokens)) return null;
  const prompt = promptOf(state, session);
  const { factor } = calibrationOf(state, session, prompt);
  return planTrim(prompt, session.context.drops, { roomTokens, factor });
}

/** Told before a call is paid for. */
export function contextExceeded(
  state: State,
  session: SessionState,
  estimatedTokens: number,
): Failure {
  const { model, contextTokens, maxOutputTokens } = state.settings.models[session.seat.tier];
  const number = (amount: number | null) => (amount ?? 0).toLocaleString("en-US");
  const message = `the prompt would take about ${number(estimatedTokens)} tokens with all left out that can be; ${model} has ${number(contextTokens)}, of which ${number(maxOutputTokens)} are kept for the reply. Name fewer or smaller files, or set contextTokens and maxOutputTokens to what the model has`;
  return { code: "context-exceeded", message };
}
