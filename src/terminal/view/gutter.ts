import { type Style } from "../ink.ts";
import type { Paper } from "../paper.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Speaker } from "./speaker.ts";
import { fitExactly, wrapText } from "../wrap.ts";

/** Puts the name of whose it is before each row, in a colour of its own. */
export interface Gutter {
  /** Columns that a speaker's rows have. */
  textWidth(speaker: Speaker): number;
  rows(speaker: Speaker | null, line: string): readonly string[];
}

const wideFrom = 64;
const labelColumnsMin = 12;
const labelColumnsMax = 20;
const shortColumnsMax = 9;

// Eight workers, eight colours; plain red, green and yellow are left to say how a thing went.
const colours: readonly Style[] = [
  "cyan",
  "magenta",
  "blue",
  "cyanBright",
  "magentaBright",
  "blueBright",
  "greenBright",
  "yellowBright",
];

export function createGutter(paper: Paper): Gutter {
  const styles = new Map<string, Style>();
  let labelColumns = labelColumnsMin;
  const styleOf = (speaker: Speaker): Style => {
    const known = styles.get(speaker.key);
    if (known !== undefined) return known;
    const style = colours[styles.size % colours.length] ?? "cyan";
    styles.set(speaker.key, style);
    return style;
  };
  const labelOf = (speaker: Speaker): string => {
    if (paper.columns() < wideFrom)
      return fitExactly(sanitizeLine(speaker.shortLabel), shortColumnsMax);
    const label = sanitizeLine(speaker.label);
    labelColumns = Math.min(labelColumnsMax, Math.max(labelColumns, Bun.stringWidth(label)));
    return fitExactly(label, labelColumns);
  };
  return {
    textWidth: (speaker) =>
      Math.max(8, paper.columns() - Bun.stringWidth(labelOf(speaker)) - " │ ".length),
    rows(speaker, line) {
      if (speaker === null) return hanging(line, paper.columns());
      const label = labelOf(speaker);
      const head = `${paper.ink(styleOf(speaker), label)} ${paper.ink("dim", "│")} `;
      return wrapText(line, this.textWidth(speaker)).map((row) => head + row);
    },
  };
}

/** Wraps a line of the run itself so that what goes on stands under its text, not under its mark. */
function hanging(line: string, columns: number): readonly string[] {
  if (Bun.stringWidth(line) <= columns) return [line];
  const [first = "", ...rest] = wrapText(line, columns - 2);
  return [first, ...rest.map((row) => `  ${row}`)];
}
