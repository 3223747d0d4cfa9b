import { styleText } from "node:util";

export type Style =
  | "bold"
  | "dim"
  | "red"
  | "green"
  | "yellow"
  | "blue"
  | "magenta"
  | "cyan"
  | "blueBright"
  | "magentaBright"
  | "cyanBright"
  | "greenBright"
  | "yellowBright";

/** Paints text, or leaves it as it is where colour is off. */
export type Ink = (style: Style, text: string) => string;

export const colourInk: Ink = (style, text) =>
  text === "" ? "" : styleText(style, text, { validateStream: false });

export const plainInk: Ink = (_style, text) => text;

/** https://no-color.org: colour where a person looks, unless the variable is there and not empty. */
export function inkFor(output: {
  readonly isTTY: boolean;
  readonly noColor: string | undefined;
}): Ink {
  return output.isTTY && (output.noColor ?? "") === "" ? colourInk : plainInk;
}
