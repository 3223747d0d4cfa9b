import { sliceAnsi, stringWidth, wrapAnsi } from "./columns.ts";

/** Cuts a text to `width` columns, with an ellipsis where it was cut. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  if (width < 1) return "";
  // `sliceAnsi`'s own ellipsis comes one column late where a wide character is cut.
  const cut = sliceAnsi(text, 0, width - 1);
  return `${stringWidth(cut) < width ? cut : sliceAnsi(text, 0, width - 2)}…`;
}

/** Cuts a text to `width` columns, or fills it with spaces. */
export function fitExactly(text: string, width: number): string {
  const fitted = fit(text, width);
  return fitted + " ".repeat(Math.max(0, width - stringWidth(fitted)));
}

/** Wraps one line to `width` columns, between words where possible. Its indentation stays on the first row only. */
export function wrapLine(line: string, width: number): readonly string[] {
  const flat = line.replaceAll("\t", "  ");
  if (stringWidth(flat) <= width) return [flat];
  if (joined.test(flat)) return wrapCharacters(flat, Math.max(1, width));
  return wrapAnsi(flat, Math.max(1, width), { hard: true, trim: false })
    .split("\n")
    .map((row, index) => (index === 0 ? row.trimEnd() : trimStart(row.trimEnd())));
}

/** Also after the colour sequence that a continued row begins with. */
function trimStart(row: string): string {
  // oxlint-disable-next-line no-control-regex
  return row.replace(/^((?:\u001B\[[\d;]*m)*)\s+/u, "$1");
}

/** Wraps a text of several lines. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

// What may be one character of several code points; `wrapAnsi` cuts within such.
const joined = /\p{M}|\u200d|\ufe0f|\p{Regional_Indicator}|\p{Emoji_Modifier}/u;

/** Wraps between words where possible, and else between characters as a person sees them: a family stays together. */
function wrapCharacters(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row: string[] = [];
  let columns = 0;
  /** Where the row may be broken: behind its last space. */
  let breakAt = 0;
  // The colours that are in force, so that a row ends without them and the next one begins with them.
  let colours = "";

  const end = (kept: number) => {
    const rest = row.slice(kept);
    const text = row.slice(0, kept).join("").trimEnd();
    rows.push(colours === "" ? text : `${text}${colourEnd}`);
    row = rest.length === 0 && colours === "" ? [] : [colours, ...rest].filter(Boolean);
    columns = rest.reduce((sum, piece) => sum + stringWidth(piece), 0);
    breakAt = 0;
  };

  for (const piece of piecesOf(line)) {
    const wide = stringWidth(piece);
    if (piece.startsWith("\u001b")) colours = piece === colourEnd ? "" : colours + piece;
    if (columns + wide > width && piece !== " ") end(breakAt > 0 ? breakAt : row.length);
    // A row that goes on never begins with a space.
    if (piece === " " && (columns >= width || (rows.length > 0 && columns === 0))) {
      if (columns > 0) end(row.length);
      continue;
    }
    row.push(piece);
    columns += wide;
    if (piece === " ") breakAt = row.length;
  }
  if (columns > 0 || rows.length === 0) rows.push(row.join("").trimEnd());
  return rows;
}

const colourEnd = "\u001b[0m";
const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Sequences that set colours, and characters as a person sees them. */
function* piecesOf(line: string): Generator<string> {
  // oxlint-disable-next-line no-control-regex
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    if (part.startsWith("\u001b[")) yield part;
    else for (const { segment } of characters.segment(part)) yield segment;
  }
}
