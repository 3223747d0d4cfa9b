import { contextSummaries } from "../../core/window/context-summary.ts";
import { contextOf } from "../../core/window/context-view.ts";
import type { SessionId } from "../../core/ids.ts";
import type { Projection } from "../../core/projection.ts";
import type { State } from "../../core/state.ts";
import { type ExactCount, exactReport } from "../../reports/context/exact-count.ts";
import { type ContextJson, contextJson } from "../../reports/context/context-json.ts";
import { type ShownContext, contextReport } from "../../reports/context/context-report.ts";
import { runHeading } from "../../reports/run/run-heading.ts";
import type { ContextQuestion } from "./context-question.ts";
import { paperOn } from "../terminal-paper.ts";

/** The state of a run at a moment, and which of its sessions is shown. */
export interface Standing {
  readonly state: State;
  readonly nowMs: number;
  readonly outcome: Projection["outcome"];
  /** `null` before any session was opened. */
  readonly sessionId: SessionId | null;
}

/** What `rehearsal context --json` prints. */
export function contextJsonOf(
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
export function viewShown(
  { state, nowMs, outcome, sessionId }: Standing,
  { session, turn }: Pick<ContextQuestion, "session" | "turn">,
): ShownContext | null {
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

/** The height of the report where stdout is no terminal. */
const pipeRows = 60;

/** The report for people: one session in full, and a line for each session unless one was asked for. */
export function contextText(
  standing: Standing,
  question: Pick<ContextQuestion, "session" | "turn" | "rows" | "order">,
  exact: ExactCount | null,
): string {
  const paper = paperOn(process.stdout);
  const shown = viewShown(standing, question);
  if (shown === null) {
    const { runId, epic } = standing.state;
    const run = runHeading({ runId, epic, outcome: standing.outcome }, paper);
    return `${run.join("\n")}\n\nNo model has been called yet.\n`;
  }
  const { order, rows } = question;
  // The last row stays free for the shell's prompt.
  const screenRows = process.stdout.isTTY ? process.stdout.rows - 1 : pipeRows;
  const heightMax = rows === "all" ? Infinity : screenRows;
  const counted = exact === null ? "" : `\n${exactReport(exact, paper)}`;
  return contextReport(shown, { order, heightMax }, paper) + counted;
}
