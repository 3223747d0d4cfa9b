import type { Paper, Style } from "../../core/words/paper.ts";
import { diffRow } from "../diff-row.ts";
import { timeText } from "../time-text.ts";
import type { Passage, PassageBlock, PassageTone } from "./passage.ts";

const tones: Readonly<Record<PassageTone, Style | null>> = {
  plain: null,
  good: "green",
  bad: "red",
  asked: "yellow",
  wait: "dim",
};

/** A transcript for a terminal. Of what is longer than `rowsMax` rows, beginning and end are shown. */
export function transcriptText(
  passages: readonly Passage[],
  paper: Paper,
  rowsMax: number,
): string {
  const wide = Math.max(0, ...passages.map(({ atMs }) => timeText(atMs).length));
  return passages
    .map((passage) => [
      headRow(passage, wide, paper),
      ...passage.blocks.flatMap((block) => blockRows(block, paper, rowsMax)),
    ])
    .map((rows) => `${rows.join("\n")}\n`)
    .join("\n");
}

function headRow({ atMs, who, what, tone }: Passage, wide: number, paper: Paper): string {
  const { ink, cleanLine } = paper;
  const style = tones[tone];
  const words = cleanLine(what);
  return [
    ink("dim", timeText(atMs).padStart(wide)),
    ...(who === null ? [] : [ink("bold", cleanLine(who))]),
    style === null ? words : ink(style, words),
  ].join("  ");
}

function blockRows(block: PassageBlock, paper: Paper, rowsMax: number): readonly string[] {
  const { ink, clean, cleanLine } = paper;
  const rowsOf = (text: string) =>
    clean(text)
      .split("\n")
      .flatMap((row) => paper.wrap(row, Math.max(20, paper.columns() - indent.length - 2)));
  switch (block.type) {
    case "words":
      return rowsOf(block.text).map(indented);
    case "thoughts":
      return rowsOf(block.text).map((row) => indented(ink("dim", `… ${row}`)));
    case "items":
      return block.items.flatMap((item) =>
        rowsOf(cleanLine(item)).map((row, index) => indented(`${index === 0 ? "-" : " "} ${row}`)),
      );
    case "output":
      return [
        indented(ink("dim", `${cleanLine(block.title)}:`)),
        ...shortened(rowsOf(block.text), rowsMax).map((row) =>
          indented(`${ink("dim", "│")} ${row}`),
        ),
      ];
    case "diff":
      return shortened(rowsOf(block.text), rowsMax).map((row) =>
        indented(`${ink("dim", "│")} ${diffRow(row, paper)}`),
      );
  }
}

const indent = "    ";

const indented = (row: string): string => (row === "" ? "" : `${indent}${row}`);

/** Two thirds of the room are for the beginning. */
function shortened(rows: readonly string[], rowsMax: number): readonly string[] {
  if (rows.length <= rowsMax) return rows;
  const first = Math.ceil((rowsMax * 2) / 3);
  const last = rowsMax - first;
  const left = (rows.length - first - last).toLocaleString("en-US");
  return [
    ...rows.slice(0, first),
    `… ${left} rows more; --full shows them`,
    ...rows.slice(rows.length - last),
  ];
}
