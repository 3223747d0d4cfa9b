import { contextSummaries } from "../../src/core/window/context-summary.ts";
import { contextOf, type ContextView } from "../../src/core/window/context-view.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import type { ShownContext } from "../../src/reports/context/context-report.ts";
import { longLog } from "../core/long-log.ts";

const state = fold(longLog({ sessions: 1, turnsEach: 6, outputCharacters: 2_000 }))!;
const [sessionId] = state.sessions.keys();

/** A worker after six turns, in a window that is far larger. */
export const sampleView: ContextView = contextOf(state, sessionId!, state.nowMs)!;

/** The sample as it were in a window of that size. */
export const within = (limitTokens: number): ContextView => ({
  ...sampleView,
  limitTokens,
  utilisation: sampleView.estimatedTokens / limitTokens,
  headroomTokens: limitTokens - sampleView.replyTokens - sampleView.estimatedTokens,
});

export const sampleSummaries = contextSummaries(state);

export const shownContext = (view: ContextView = sampleView): ShownContext => ({
  run: { runId: state.runId, epic: "Cross the sea", outcome: "running" },
  summaries: [],
  attempts: 1,
  turn: null,
  view,
});
