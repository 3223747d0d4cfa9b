import type { Paper } from "../core/words/paper.ts";

export interface Column<Row> {
  readonly title: string;
  readonly align: "left" | "right";
  readonly cell: (row: Row) => string;
}

const gap = "  ";

/** A table with aligned columns, a dim head, and one line for each row. The last column is cut to fit the width. */
export function tableRows<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  paper: Paper,
): readonly string[] {
  const widths = widthsOf(columns, rows);
  const lineOf = (texts: readonly string[]) =>
    columns
      .map((column, index) => {
        const text = texts[index] ?? "";
        const space = " ".repeat((widths[index] ?? 0) - Bun.stringWidth(text));
        return column.align === "left" ? text + space : space + text;
      })
      .join(gap)
      .trimEnd();
  return [
    paper.ink("dim", lineOf(columns.map((column) => column.title))),
    ...rows.map((row) => lineOf(columns.map((column) => column.cell(row)))),
  ].map((line) => paper.fit(line, paper.columns()));
}

/** How wide a table of these rows is. */
export function tableWidth<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number {
  return widthsOf(columns, rows).reduce((sum, width) => sum + width + gap.length, -gap.length);
}

function widthsOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly number[] {
  return columns.map((column) =>
    Math.max(...[column.title, ...rows.map(column.cell)].map((text) => Bun.stringWidth(text))),
  );
}
