import type { ContextSummary } from "../../core/context-summary.ts";
import type { Projection } from "../../core/projection.ts";
import { contextBar, fullText, tokensText } from "./context-bar.ts";
import { phaseText } from "./context-words.ts";
import type { Paper } from "../paper.ts";
import { type Column, tableRows } from "../table.ts";

export interface ListedSessions {
  readonly summaries: readonly ContextSummary[];
  /** The one that is told of below. */
  readonly shownId: string | null;
  /** How the run stands: a session of one that was cut off is at work no more. */
  readonly standing: Projection["outcome"];
}

const barColumns = 10;
const columnsForAll = 72;
const columnsForBar = 48;

/**
 * A line a session: how full its last call was, as the provider reported it. The bar of the one told of below
 * (`›`) is of its next call: to tell that of all, every message would have to be counted.
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
  // Where there is no room, what fills the window is what one looks for.
  const columns = paper.columns();
  const unknownText = ({ reportedTokens }: ContextSummary) =>
    columns >= columnsForAll || reportedTokens === null ? "?" : tokensText(reportedTokens);
  if (columns < columnsForBar) return tableRows([full, name], summaries, paper);
  const shown = columns < columnsForAll ? [name, full, bar] : [name, full, bar, ...others];
  return tableRows(shown, summaries, paper);
}

/** The same without those that are closed, and a line that counts them. */
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
