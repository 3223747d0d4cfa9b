import type { ContextRow } from "../../core/window/context-rows.ts";
import { tokensText } from "./context-bar.ts";
import { messageText } from "./context-words.ts";
import { countText } from "../../core/words/count-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type Column, tableRows } from "../table.ts";

/** `size`: the largest first, by what the next call sends of them; messages that are left out come last. */
export type RowOrder = "turn" | "size";

const columnsForIndex = 64;

export function ordered(rows: readonly ContextRow[], order: RowOrder): readonly ContextRow[] {
  switch (order) {
    case "turn":
      return rows;
    case "size":
      return rows.toSorted((a, b) => isOut(a) - isOut(b) || b.estimatedTokens - a.estimatedTokens);
  }
}

const isOut = ({ dropped }: ContextRow): number => (dropped === "whole" ? 1 : 0);

/**
 * One row for each message, in at most `heightMax` lines; where they do not fit, the earlier (or smaller) ones go,
 * and a note counts them, with `more` saying how to see them. Empty where not even one fits.
 */
export function messageRows(
  rows: readonly ContextRow[],
  { order, heightMax, more }: { order: RowOrder; heightMax: number; more: string },
  paper: Paper,
): readonly string[] {
  const all = ordered(rows, order);
  if (all.length + 1 <= heightMax) return tableOf(all, paper);
  const which = order === "turn" ? "earlier" : "smaller";
  const noteOf = (hidden: number) =>
    paper
      .wrap(`${countText(hidden, `${which} message`)} not shown${more}.`, paper.columns())
      .map((row) => paper.ink("dim", row));
  const count = heightMax - 1 - noteOf(all.length).length;
  if (count < 1) return [];
  const shown = order === "turn" ? all.slice(-count) : all.slice(0, count);
  return [...tableOf(shown, paper), ...noteOf(all.length - count)];
}

function tableOf(shown: readonly ContextRow[], paper: Paper): readonly string[] {
  const isAnyOut = shown.some(({ dropped }) => dropped !== "none");
  const columns: readonly Column<ContextRow>[] = [
    // On a narrow terminal the number goes: the turn says nearly the same.
    ...(paper.columns() < columnsForIndex
      ? []
      : [column("#", "right", (row) => tokensText(row.index))]),
    column("Turn", "right", ({ turn }) => (turn === 0 ? "" : tokensText(turn))),
    column("Tokens", "right", (row) => tokensText(row.estimatedTokens)),
    ...(isAnyOut ? [column("Left out", "left", outText)] : []),
    column("Message", "left", (row) => paper.cleanLine(messageText(row))),
  ];
  return tableRows(columns, shown, paper).map((line, index) =>
    shown[index - 1]?.dropped === "whole" ? paper.ink("dim", line) : line,
  );
}

const column = (
  title: string,
  align: "left" | "right",
  cell: (row: ContextRow) => string,
): Column<ContextRow> => ({ title, align, cell });

/** How much of a message the next call leaves out. */
export function outText({ dropped }: ContextRow): string {
  switch (dropped) {
    case "none":
      return "";
    case "results":
      return "output";
    case "whole":
      return "all";
  }
}
