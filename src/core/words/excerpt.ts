import { jsonEscape, renderInvisible } from "./invisible.ts";

/** How much of a text a message quotes. */
const excerptCharacters = 160;

/** What a terminal would obey, or not show, is spelt out. */
export const harmless = (text: string): string => renderInvisible(text, jsonEscape);

/**
 * A text in quotes, shortened around `focus`, harmless: a model's control sequences and invisible
 * characters are spelt out, so that none reaches a terminal.
 */
export function excerpt(text: string, focus = 0): string {
  const start = Math.max(0, Math.min(focus - 40, text.length - excerptCharacters));
  const end = start + excerptCharacters;
  const quoted = harmless(JSON.stringify(text.slice(start, end)));
  const before = start > 0 ? "… " : "";
  const after = end < text.length ? ` … (${text.length} characters in all)` : "";
  return `${before}${quoted}${after}`;
}
