import type { ContextSummary } from "../../core/window/context-summary.ts";
import type { Projection } from "../../core/projection.ts";
import { contextBar, fullText, tokensText } from "./context-bar.ts";
import { phaseText } from "./context-words.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type Column, tableRows } from "../table.ts";

export interface ListedSessions {
  readonly summaries: readonly ContextSummary[];
  /** The session that is reported in full below the list. */
  readonly shownId: string | null;
  /** The run's outcome: sessions of an interrupted run are no longer at work. */
  readonly standing: Projection["outcome"];
}

const barColumns = 10;
const columnsForAll = 72;
const columnsForBar = 48;

/**
 * One line for each session: how full its window was at its last call, as the provider reported it. Only the
 * session that is reported below (`›`) has the bar of its next call: for all of them, every message would have to
 * be measured.
 */
export function contextList(
  { summaries, shownId, standing }: ListedSessions,
  paper: Paper,
): readonly string[] {
  const name: Column<ContextSummary> = {
    title: "  Session",
    align: "left",
    cell: ({ sessionId }) => `${sessionId === shownId ? "›" : " "} ${paper.cleanLine(sessionId)}`,
  };
  const full: Column<ContextSummary> = {
    title: "Last call",
    align: "right",
    cell: (row) => (row.utilisation === null ? unknownText(row) : fullText(row.utilisation)),
  };
  const bar: Column<ContextSummary> = {
    title: "",
    align: "left",
    cell: ({ utilisation }) =>
      utilisation === null
        ? ""
        : contextBar({ share: utilisation, roomShare: null }, barColumns, paper),
  };
  const others: readonly Column<ContextSummary>[] = [
    {
      title: "Prompt",
      align: "right",
      cell: (row) => (row.reportedTokens === null ? "" : tokensText(row.reportedTokens)),
    },
    { title: "Turns", align: "right", cell: (row) => tokensText(row.completedTurns) },
    { title: "Status", align: "left", cell: (row) => statusText(row, standing) },
  ];
  // On a narrow terminal other columns go first, and how full the window is stays.
  const columns = paper.columns();
  const unknownText = ({ reportedTokens }: ContextSummary) =>
    columns >= columnsForAll || reportedTokens === null ? "?" : tokensText(reportedTokens);
  if (columns < columnsForBar) return tableRows([full, name], summaries, paper);
  const shown = columns < columnsForAll ? [name, full, bar] : [name, full, bar, ...others];
  return tableRows(shown, summaries, paper);
}

/** The list without closed sessions, which one line counts. */
export function foldedList(listed: ListedSessions, paper: Paper): readonly string[] {
  const isShown = ({ phase, sessionId }: ContextSummary) =>
    phase !== "closed" || sessionId === listed.shownId;
  const summaries = listed.summaries.filter(isShown);
  const closed = listed.summaries.length - summaries.length;
  const rows = contextList({ ...listed, summaries }, paper);
  return closed === 0 ? rows : [...rows, paper.ink("dim", `  ${tokensText(closed)} closed`)];
}

function statusText({ phase, failure }: ContextSummary, standing: Projection["outcome"]): string {
  return failure === null ? phaseText(phase, standing) : `failed: ${failure.code}`;
}
