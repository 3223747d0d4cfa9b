import type { Paper } from "../core/words/paper.ts";

/** A row of a diff in its colours. */
export function diffRow(row: string, { ink }: Pick<Paper, "ink">): string {
  if (/^(\+\+\+|---|diff |index )/.test(row)) return ink("dim", row);
  if (row.startsWith("+")) return ink("green", row);
  return row.startsWith("-") ? ink("red", row) : row;
}
