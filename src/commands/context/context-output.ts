import { contextSummaries } from "../../core/context-summary.ts";
import { contextOf } from "../../core/context-view.ts";
import type { SessionId } from "../../core/ids.ts";
import type { Projection } from "../../core/projection.ts";
import type { State } from "../../core/state.ts";
import { type ExactCount, exactReport } from "../../reports/context/exact-count.ts";
import { type ContextJson, contextJson } from "../../reports/context/context-json.ts";
import { type ContextTold, contextReport } from "../../reports/context/context-report.ts";
import { runHeading } from "../../reports/run/run-heading.ts";
import type { ContextQuestion } from "./context-question.ts";
import { paperOn } from "../page.ts";

/** How a run stands, and whom of it to tell of. */
export interface Standing {
  readonly state: State;
  readonly nowMs: number;
  readonly outcome: Projection["outcome"];
  /** `null` before any was opened. */
  readonly sessionId: SessionId | null;
}

/** In a form for programs. */
export function jsonOf(
  { state, nowMs, outcome, sessionId }: Standing,
  exact: ExactCount | null,
): ContextJson {
  return contextJson({
    runId: state.runId,
    epic: state.epic,
    outcome,
    seq: state.lastSeq,
    atMs: nowMs,
    sessions: contextSummaries(state),
    session: sessionId === null ? null : contextOf(state, sessionId, nowMs),
    exact,
  });
}

/** `null` before any session was opened. */
export function toldOf(
  { state, nowMs, outcome, sessionId }: Standing,
  { session, turn }: Pick<ContextQuestion, "session" | "turn">,
): ContextTold | null {
  const view = sessionId === null ? null : contextOf(state, sessionId, nowMs);
  if (view === null) return null;
  const { runId, epic } = state;
  const { tier, ticketId } = view;
  const attempts = [...state.sessions.values()].filter(
    ({ seat }) => ticketId !== null && seat.tier === tier && seat.ticketId === ticketId,
  );
  return {
    run: { runId, epic, outcome },
    summaries: session === null ? contextSummaries(state) : [],
    attempts: attempts.length,
    turn,
    view,
  };
}

/** Where nobody looks at a screen. */
const pipeRows = 60;

/** For people: all sessions in a line each where none was asked for, and one in full. */
export function textOf(
  standing: Standing,
  question: Pick<ContextQuestion, "session" | "turn" | "rows" | "order">,
  exact: ExactCount | null,
): string {
  const paper = paperOn(process.stdout);
  const told = toldOf(standing, question);
  if (told === null) {
    const { runId, epic } = standing.state;
    const run = runHeading({ runId, epic, outcome: standing.outcome }, paper);
    return `${run.join("\n")}\n\nNo model has been called yet.\n`;
  }
  const { order, rows } = question;
  // A line is left for the prompt that comes after.
  const screenRows = process.stdout.isTTY ? process.stdout.rows - 1 : pipeRows;
  const heightMax = rows === "all" ? Infinity : screenRows;
  const counted = exact === null ? "" : `\n${exactReport(exact, paper)}`;
  return contextReport(told, { order, heightMax }, paper) + counted;
}
