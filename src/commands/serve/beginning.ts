import { sanitizeLine } from "../../terminal/sanitize.ts";

const wordsMax = 200;

/** One line without anything that a terminal would obey. */
export function beginning(text: string): string {
  // What follows is not looked at: a request may be large.
  const line = sanitizeLine(text.slice(0, 4 * wordsMax));
  const characters = [...line];
  return characters.length <= wordsMax ? line : `${characters.slice(0, wordsMax - 1).join("")}…`;
}
