import { stringWidth } from "../columns.ts";
import type { Paper, Style } from "../../core/words/paper.ts";
import { sanitizeLine } from "../sanitize.ts";
import type { Speaker } from "./speaker.ts";
import { fitExactly, wrapText } from "../wrap.ts";

/** Writes rows with the name of their session before each, in that session's colour. */
export interface Gutter {
  /** How many columns are left for the text of a speaker's rows. */
  textWidth(speaker: Speaker): number;
  rows(speaker: Speaker | null, line: string): readonly string[];
}

const wideFrom = 64;
const labelColumnsMin = 12;
const labelColumnsMax = 20;
const shortColumnsMax = 9;

// Colours for the names of sessions. Plain red, green and yellow are not among them: they mark outcomes.
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
    labelColumns = Math.min(labelColumnsMax, Math.max(labelColumns, stringWidth(label)));
    return fitExactly(label, labelColumns);
  };
  return {
    textWidth: (speaker) =>
      Math.max(8, paper.columns() - stringWidth(labelOf(speaker)) - " │ ".length),
    rows(speaker, line) {
      if (speaker === null) return hanging(line, paper.columns());
      const label = labelOf(speaker);
      const head = `${paper.ink(styleOf(speaker), label)} ${paper.ink("dim", "│")} `;
      return wrapText(line, this.textWidth(speaker)).map((row) => head + row);
    },
  };
}

/** Wraps a line of the run itself, with the continued rows indented below its text, not below its mark. */
function hanging(line: string, columns: number): readonly string[] {
  if (stringWidth(line) <= columns) return [line];
  const [first = "", ...rest] = wrapText(line, columns - 2);
  return [first, ...rest.map((row) => `  ${row}`)];
}
