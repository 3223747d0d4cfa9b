import { renderInvisibleInLines } from "../core/words/invisible.ts";

/**
 * Makes invisible characters of a text visible: control characters as their pictures (`␛` for ESC), direction
 * overrides and other invisible format characters as `‹U+202E›`, characters that XML forbids as `�`. Newlines and
 * tabs stay. The result is legal in XML 1.0.
 */
export function visibleText(text: string): string {
  const legal = text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[\ufffe\uffff]/g, "\ufffd");
  if (!legal.includes(joiner)) return renderInvisibleInLines(legal, picture);
  // An emoji of several joined characters hides nothing.
  return legal
    .split(emoji)
    .map((part, index) => (index % 2 === 1 ? part : renderInvisibleInLines(part, picture)))
    .join("");
}

const joiner = "\u200d";
const emoji = /(\p{RGI_Emoji})/v;

/** The same on one line, for names and titles. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/\s+/g, " ").trim();
}

/** The beginning of a text, with a note on how much was left out. */
export function beginningOf(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const left = (text.length - charactersMax).toLocaleString("en-US");
  return `${text.slice(0, charactersMax).toWellFormed()} … (${left} characters more)`;
}

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
}
