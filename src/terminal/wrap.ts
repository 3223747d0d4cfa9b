/** Cuts to `width` columns, with an ellipsis where something went. */
export function fit(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  if (width < 1) return "";
  // `sliceAnsi`'s own ellipsis comes one column late where a wide character is cut.
  const cut = Bun.sliceAnsi(text, 0, width - 1);
  return `${Bun.stringWidth(cut) < width ? cut : Bun.sliceAnsi(text, 0, width - 2)}…`;
}

/** Fits, then fills with spaces up to `width` columns. */
export function fitExactly(text: string, width: number): string {
  const fitted = fit(text, width);
  return fitted + " ".repeat(Math.max(0, width - Bun.stringWidth(fitted)));
}

/**
 * The rows of one line at `width` columns, broken at words where that can be. A line's own indentation
 * stays; a continued row has none. An unlimited width gives the line back.
 */
export function wrapLine(line: string, width: number): readonly string[] {
  const flat = line.replaceAll("\t", "  ");
  if (Bun.stringWidth(flat) <= width) return [flat];
  return Bun.wrapAnsi(flat, Math.max(1, width), { hard: true, trim: false })
    .split("\n")
    .map((row, index) => (index === 0 ? row.trimEnd() : trimStart(row.trimEnd())));
}

/** Also behind the colour that a continued row begins with. */
function trimStart(row: string): string {
  // oxlint-disable-next-line no-control-regex
  return row.replace(/^((?:\u001B\[[\d;]*m)*)\s+/u, "$1");
}

/** The rows of a text of several lines. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}
