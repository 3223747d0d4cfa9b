import { type CallReport, promptTokensOf, type Reporter } from "./context-account.ts";
import { promptOf } from "./context-prompt.ts";
import { type Estimator, learn, type Lesson, minus, sameRates } from "./context-rates.ts";
import type { SessionState, State } from "../state.ts";
import { type PromptTokens, rawPrompts } from "./trim.ts";

/** What was reported last over what had been counted for that very request, and whose report it was. */
export interface Calibration {
  readonly factor: number;
  readonly source: "session" | "tier" | "none";
}

/**
 * From the session's completed calls: what the provider reported against what we had counted for those very
 * requests. Before the first one, the same of the session of its tier that reported last.
 */
export function calibrationOf(
  state: State,
  session: SessionState,
  prompt: PromptTokens,
): Calibration & Estimator {
  const own = lessonOf(session.context.calls, prompt);
  if (own !== null) return { ...own, source: "session" };
  const reporter = reporterFor(state, session);
  return reporter === null ? uncalibrated : calibrationByOther(state, reporter);
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

/** `by` may have gone on since that call. What this session says is not reported on by it. */
export function calibrationByOther(state: State, by: Reporter | null): Calibration & Estimator {
  if (by === null) return uncalibrated;
  const other = state.sessions.get(by.sessionId)!;
  const { calls } = other.context;
  const lesson = lessonOf(calls.slice(0, calls.indexOf(by.call) + 1), promptOf(state, other));
  return { ...(lesson ?? uncalibrated), reported: null, source: "tier" };
}

const uncalibrated: Calibration & Estimator = {
  factor: 1,
  source: "none",
  rates: sameRates(1),
  reported: null,
  lowShare: 0,
};

/** `prompt` may have grown since the calls. A provider that reports no prompt at all corrects nothing. */
function lessonOf(calls: readonly CallReport[], prompt: PromptTokens): Lesson | null {
  const rawOf = rawPrompts(prompt);
  return calls.reduce<Lesson | null>((lesson, call) => lessonAfter(lesson, call, rawOf), null);
}

/** What one more call teaches; a discarded one teaches nothing. */
export function lessonAfter(
  lesson: Lesson | null,
  { turn, drops, completed, usage }: CallReport,
  rawOf: ReturnType<typeof rawPrompts>,
): Lesson | null {
  if (!completed) return lesson;
  const turns = turn - 1;
  const raw = rawOf(turns, drops);
  const before = lesson?.reported ?? null;
  const added = before === null ? raw : minus(raw, rawOf(before.turns, drops));
  return learn(lesson, { turns, raw, added }, promptTokensOf(usage));
}
