import type { CacheMiss, CacheView } from "../core/cache-view.ts";
import type { ContextRow } from "../core/context-rows.ts";
import type { ContextSummary } from "../core/context-summary.ts";
import type { ContextView } from "../core/context-view.ts";
import { contextBar, shareText, tokensText, turnsText } from "./context-bar.ts";
import type { Paper } from "./paper.ts";
import { type Column, tableRows } from "./table.ts";

const barColumnsMax = 40;
const listBarColumns = 10;

/** The text of `rehearsal context RUN` about one session; of its messages the last `rowsMax`. */
export function contextReport(view: ContextView, paper: Paper, rowsMax: number): string {
  const sections = [
    [...headRows(view, paper), ...fillRows(view, paper), ...warningRows(view, paper)],
    [...partRows(view, paper), ...cacheRows(view.cache, paper)],
    messageRows(view.rows, paper, rowsMax),
  ];
  return `${sections
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.join("\n"))
    .join("\n\n")}\n`;
}

/** A line a session: what its last call took, as the provider reported it. */
export function contextList(summaries: readonly ContextSummary[], paper: Paper): string {
  const columns: readonly Column<ContextSummary>[] = [
    { title: "Session", align: "left", cell: (row) => paper.cleanLine(row.sessionId) },
    {
      title: "Full",
      align: "right",
      cell: (row) => (row.utilisation === null ? "" : shareText(row.utilisation)),
    },
    {
      title: "",
      align: "left",
      cell: (row) =>
        row.utilisation === null ? "" : contextBar(row.utilisation, listBarColumns, paper),
    },
    {
      title: "Last prompt",
      align: "right",
      cell: (row) => (row.reportedTokens === null ? "" : tokensText(row.reportedTokens)),
    },
    { title: "Turns", align: "right", cell: (row) => tokensText(row.completedTurns) },
    { title: "Status", align: "left", cell: (row) => row.phase },
  ];
  // Where there is no room, what fills the window is what one looks for.
  const shown = paper.columns() < 72 ? columns.filter((_, index) => index < 2) : columns;
  return `${tableRows(shown, summaries, paper).join("\n")}\n`;
}

function headRows(view: ContextView, paper: Paper): readonly string[] {
  const { ink, cleanLine, wrap } = paper;
  const about = [
    cleanLine(view.sessionId),
    `${cleanLine(view.model)} (${cleanLine(view.provider)})`,
    `turn ${tokensText(view.turn)}`,
    view.phase,
  ].join(" · ");
  return [
    ink("bold", paper.fit(cleanLine(view.streamId), paper.columns())),
    ...wrap(about, paper.columns()).map((row) => ink("dim", row)),
  ];
}

function fillRows(view: ContextView, paper: Paper): readonly string[] {
  const { ink } = paper;
  const wrapped = (text: string) => paper.wrap(text, paper.columns());
  const error = errorText(view.lastError);
  const where = view.nextCall.type === "none" ? "conversation" : "next prompt";
  const estimate = `about ${tokensText(view.estimatedTokens)} tokens in the ${where}${error}`;
  if (view.limitTokens === null || view.utilisation === null) {
    const unknown = "The model's window is unknown: contextTokens in rehearsal.config.ts sets it.";
    return [...wrapped(estimate), ...wrapped(unknown).map((row) => ink("dim", row))];
  }
  const told = ` ${shareText(view.utilisation)} of ${tokensText(view.limitTokens)}`;
  const columns = Math.min(barColumnsMax, Math.max(8, paper.columns() - told.length));
  const headroom = view.headroomTokens ?? 0;
  const room =
    headroom >= 0
      ? `${tokensText(headroom)} more before it trims (${tokensText(view.replyTokens)} are kept for the reply)`
      : `${tokensText(-headroom)} too many (${tokensText(view.replyTokens)} are kept for the reply)`;
  return [
    contextBar(view.utilisation, columns, paper) + told,
    ...wrapped(estimate),
    ...wrapped(room).map((row) => ink("dim", row)),
  ];
}

/** Below this an estimate is as good as true. */
const errorMin = 0.0005;

export function errorText(error: number | null): string {
  if (error === null) return "";
  if (Math.abs(error) < errorMin) return " (the last estimate was right)";
  const percent = Math.abs(error * 100).toFixed(1);
  return ` (the last estimate was ${percent}% too ${error > 0 ? "high" : "low"})`;
}

function warningRows({ nextCall, dropped }: ContextView, paper: Paper): readonly string[] {
  const told = (text: string, style: "yellow" | "red" | "dim") =>
    paper.wrap(text, paper.columns()).map((row) => paper.ink(style, row));
  const before =
    dropped.turns.length + dropped.results.length === 0
      ? []
      : told(`Left out so far: ${droppedText(dropped)}.`, "dim");
  switch (nextCall.type) {
    case "fits":
    case "none":
      return before;
    case "trims": {
      const after = tokensText(nextCall.estimatedTokens);
      const warning = `▲ The next call would drop ${droppedText(nextCall)}, and take about ${after}.`;
      return [...before, ...told(warning, "yellow")];
    }
    case "exceeded": {
      const left = tokensText(nextCall.estimatedTokens);
      const warning = `▲ The next call would fail: with all dropped that can be, about ${left} are left.`;
      return [...before, ...told(warning, "red")];
    }
  }
}

export function droppedText({
  results,
  turns,
}: {
  readonly results: readonly number[];
  readonly turns: readonly number[];
}): string {
  const noun = (count: number) => (count === 1 ? "turn" : "turns");
  return [
    ...(turns.length === 0 ? [] : [`${noun(turns.length)} ${turnsText(turns)}`]),
    ...(results.length === 0
      ? []
      : [`the tool output of ${noun(results.length)} ${turnsText(results)}`]),
  ].join(" and ");
}

function partRows({ parts }: ContextView, paper: Paper): readonly string[] {
  const { systemTokens, toolsTokens, filesTokens, historyTokens } = parts;
  const text = [
    `system ${tokensText(systemTokens)}`,
    `tools ${tokensText(toolsTokens)}`,
    `files ${tokensText(filesTokens)}`,
    `history ${tokensText(historyTokens)}`,
  ].join(" · ");
  return paper.wrap(text, paper.columns());
}

const misses: Readonly<Record<CacheMiss, string>> = {
  first: "nothing had been kept before",
  "too-short": "the provider kept nothing, which it does with short prompts",
  expired: "what was kept had expired",
  tools: "the tools differ",
  system: "the system prompt differs",
  files: "the files differ",
  history: "turns were dropped, so the history changed",
  evicted: "nothing that we know of changed",
};

function cacheRows(cache: CacheView, paper: Paper): readonly string[] {
  const { last, hitRate, remainingMs } = cache;
  if (last === null || hitRate === null) return [];
  const kept =
    remainingMs === null
      ? []
      : [remainingMs === 0 ? "expired by now" : `kept for ${paper.duration(remainingMs)} more`];
  const text = [
    `cache ${shareText(hitRate)} of all input`,
    `${tokensText(cache.readTokens)} read`,
    `${tokensText(cache.writtenTokens)} written`,
    ...kept,
  ].join(" · ");
  const why =
    last.miss === null
      ? "The last call read all that had been kept."
      : `The last call read ${tokensText(last.readTokens)}: ${misses[last.miss]}.`;
  return [
    ...paper.wrap(text, paper.columns()),
    ...paper.wrap(why, paper.columns()).map((row) => paper.ink("dim", row)),
  ];
}

function messageRows(
  rows: readonly ContextRow[],
  paper: Paper,
  rowsMax: number,
): readonly string[] {
  const shown = rows.slice(Math.max(0, rows.length - rowsMax));
  const hidden = rows.length - shown.length;
  const columns: readonly Column<ContextRow>[] = [
    { title: "#", align: "right", cell: (row) => tokensText(row.index) },
    { title: "Turn", align: "right", cell: (row) => (row.turn === 0 ? "" : tokensText(row.turn)) },
    { title: "Role", align: "left", cell: (row) => row.role },
    { title: "Tokens", align: "right", cell: (row) => tokensText(row.estimatedTokens) },
    { title: "Tools", align: "left", cell: toolsCell },
    { title: "Left out", align: "left", cell: droppedCell },
  ];
  // Where there is no room, the number goes: the turn says as much.
  const fitting = paper.columns() < 64 ? columns.slice(1) : columns;
  const table = tableRows(fitting, shown, paper).map((line, index) =>
    shown[index - 1]?.dropped === "whole" ? paper.ink("dim", line) : line,
  );
  if (hidden === 0) return table;
  const note = `${tokensText(hidden)} earlier messages are not shown; --all shows them.`;
  return [...table, ...paper.wrap(note, paper.columns()).map((row) => paper.ink("dim", row))];
}

function toolsCell({ hasToolUse, hasToolResult }: ContextRow): string {
  if (hasToolUse) return "calls";
  return hasToolResult ? "output" : "";
}

function droppedCell({ dropped }: ContextRow): string {
  switch (dropped) {
    case "none":
      return "";
    case "results":
      return "its output";
    case "whole":
      return "yes";
  }
}
