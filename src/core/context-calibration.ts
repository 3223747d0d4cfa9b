import { type CallReport, promptTokensOf, type Reporter } from "./context-account.ts";
import { promptOf } from "./context-prompt.ts";
import type { SessionState, State } from "./state.ts";
import { type PromptTokens, rawPromptTokens } from "./trim.ts";

/** By what uncorrected estimates are multiplied, and whose report says so. */
export interface Calibration {
  readonly factor: number;
  readonly source: "session" | "tier" | "none";
}

/**
 * From the session's last completed call: what the provider reported over what we had counted for that very
 * request. Before the first one, the same of the session of its tier that reported last.
 */
export function calibrationOf(
  state: State,
  session: SessionState,
  prompt: PromptTokens,
): Calibration {
  const own = lastReport(session);
  if (own !== null) return { factor: factorBy(own, prompt), source: "session" };
  const reporter = reporterFor(state, session);
  return reporter === null
    ? { factor: 1, source: "none" }
    : { factor: factorByOther(state, reporter), source: "tier" };
}

/** Whose report a session goes by that has none of its own. */
export function reporterFor(state: State, session: SessionState): Reporter | null {
  if (lastReport(session) !== null) return null;
  const other = state.sessions.get(state.lastReports.get(session.seat.tier) ?? session.id)!;
  const call = lastReport(other);
  return call === null ? null : { sessionId: other.id, call };
}

function lastReport({ context }: SessionState): CallReport | null {
  return context.calls.findLast(({ completed }) => completed) ?? null;
}

export const factorByOther = (state: State, { sessionId, call }: Reporter): number =>
  factorBy(call, promptOf(state, state.sessions.get(sessionId)!));

/** `prompt` may have grown since the call. A provider that reports no prompt at all corrects nothing. */
function factorBy({ turn, usage, drops }: CallReport, prompt: PromptTokens): number {
  const raw = rawPromptTokens({ ...prompt, turns: prompt.turns.slice(0, turn - 1) }, drops);
  const reported = promptTokensOf(usage);
  return reported === 0 || raw === 0 ? 1 : reported / raw;
}
