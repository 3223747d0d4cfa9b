import { styleText } from "node:util";
import type { Ink } from "../core/words/paper.ts";

export const colourInk: Ink = (style, text) =>
  text === "" ? "" : styleText(style, text, { validateStream: false });

export const plainInk: Ink = (_style, text) => text;

/** Colours on a terminal, unless `NO_COLOR` is set and not empty (https://no-color.org). */
export function inkFor(output: {
  readonly isTTY: boolean;
  readonly noColor: string | undefined;
}): Ink {
  return output.isTTY && (output.noColor ?? "") === "" ? colourInk : plainInk;
}
