import { contextSummaries, latestSession } from "../core/context-summary.ts";
import { contextOf } from "../core/context-view.ts";
import type { State } from "../core/state.ts";
import { type ExactCount, exactReport } from "../reports/context-exact.ts";
import { type ContextJson, contextJson } from "../reports/context-json.ts";
import { contextList, contextReport } from "../reports/context-report.ts";
import { findSession } from "./find-session.ts";
import { paperOn, type Telling } from "./stage.ts";

/** What a person asked to see of a run's windows. */
export interface ContextQuestion {
  readonly run: string;
  readonly directory: string;
  /** `null`: the one whose call came last. */
  readonly session: string | null;
  /** Right before the call of this turn; `null`: now. */
  readonly turn: number | null;
  readonly htmlFile: string | null;
  readonly telling: Telling;
  readonly rows: "fitting" | "all";
  readonly look: "once" | "watch";
  /** `exact`: the provider is asked besides. */
  readonly count: "estimated" | "exact";
}

/** The state, in a form for programs. */
export function jsonOf(
  state: State,
  nowMs: number,
  { session }: Pick<ContextQuestion, "session">,
  exact: ExactCount | null,
): ContextJson {
  const id = session === null ? latestSession(state) : findSession(state, session);
  return contextJson({
    runId: state.runId,
    seq: state.lastSeq,
    atMs: nowMs,
    sessions: contextSummaries(state),
    session: id === null ? null : contextOf(state, id, nowMs),
    exact,
  });
}

/** Lines that are not messages, at the most, and one for the prompt that comes after. */
const otherRows = 20;
const rowsMin = 5;

/** The state, for people: all sessions in a line each where none was asked for, and one in full. */
export function textOf(
  state: State,
  nowMs: number,
  { session, rows }: Pick<ContextQuestion, "session" | "rows">,
  exact: ExactCount | null,
): string {
  const paper = paperOn(process.stdout);
  const id = session === null ? latestSession(state) : findSession(state, session);
  const view = id === null ? null : contextOf(state, id, nowMs);
  if (view === null) return "No model has been called yet.\n";
  const { rows: screenRows, isTTY } = process.stdout;
  const summaries = session === null && state.sessions.size > 1 ? contextSummaries(state) : [];
  const fitting = (isTTY ? screenRows : 40) - otherRows - summaries.length;
  const rowsMax = rows === "all" ? Infinity : Math.max(rowsMin, fitting);
  const list = summaries.length === 0 ? "" : `${contextList(summaries, paper)}\n`;
  const counted = exact === null ? "" : `\n${exactReport(exact, paper)}`;
  return list + contextReport(view, paper, rowsMax) + counted;
}
