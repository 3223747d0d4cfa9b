import type { Paper } from "../../core/words/paper.ts";
import { sanitizeLine } from "../sanitize.ts";
import { wrapText } from "../wrap.ts";

/** What is wrong with an answer, beside a popup. */
export function problemRows(
  problem: string,
  { ink, columns }: Pick<Paper, "ink" | "columns">,
): string {
  return wrapText(sanitizeLine(problem), Math.max(16, columns() - 3))
    .map((row, index) => `${ink("yellow", index === 0 ? "▲" : "│")}  ${row}\n`)
    .join("");
}
