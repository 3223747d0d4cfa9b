/** Cuts a text to `width` columns, with an ellipsis where it was cut. */
export function fit(text: string, width: number): string {
  if (Bun.stringWidth(text) <= width) return text;
  if (width < 1) return "";
  // `sliceAnsi`'s own ellipsis comes one column late where a wide character is cut.
  const cut = Bun.sliceAnsi(text, 0, width - 1);
  return `${Bun.stringWidth(cut) < width ? cut : Bun.sliceAnsi(text, 0, width - 2)}…`;
}

/** Cuts a text to `width` columns, or fills it with spaces. */
export function fitExactly(text: string, width: number): string {
  const fitted = fit(text, width);
  return fitted + " ".repeat(Math.max(0, width - Bun.stringWidth(fitted)));
}

/** Wraps one line to `width` columns, between words where possible. Its indentation stays on the first row only. */
export function wrapLine(line: string, width: number): readonly string[] {
  const flat = line.replaceAll("\t", "  ");
  if (Bun.stringWidth(flat) <= width) return [flat];
  return Bun.wrapAnsi(flat, Math.max(1, width), { hard: true, trim: false })
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
