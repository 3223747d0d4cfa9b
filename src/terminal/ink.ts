import { styleText } from "node:util";
import type { Ink } from "../core/words/paper.ts";

export const colourInk: Ink = (style, text) =>
  text === "" ? "" : styleText(style, text, { validateStream: false });

export const plainInk: Ink = (_style, text) => text;

/** The environment, which says what is wished of colours. */
export type ColourWishes = Readonly<Record<string, string | undefined>>;

/**
 * Whether colours are unwanted: `NO_COLOR` is set and not empty (https://no-color.org), `FORCE_COLOR` is 0, or the
 * terminal is one that knows no escapes.
 */
export const isColourless = ({ NO_COLOR = "", FORCE_COLOR = "", TERM }: ColourWishes): boolean =>
  NO_COLOR !== "" || FORCE_COLOR === "0" || FORCE_COLOR === "false" || TERM === "dumb";

/** Colours on a terminal, unless they are unwanted. */
export function inkFor(output: { readonly isTTY: boolean; readonly wishes: ColourWishes }): Ink {
  return output.isTTY && !isColourless(output.wishes) ? colourInk : plainInk;
}
