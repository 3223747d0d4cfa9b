import { durationText } from "../core/words/duration-text.ts";
import type { Ink, Paper } from "../core/words/paper.ts";
import { plainInk } from "./ink.ts";
import { sanitize, sanitizeLine } from "./sanitize.ts";
import { ticketTree } from "./ticket-rows.ts";
import { fit, wrapText } from "./wrap.ts";

export function paperFor(sheet: { readonly ink: Ink; columns(): number }): Paper {
  return {
    columns: () => sheet.columns(),
    ink: sheet.ink,
    clean: sanitize,
    cleanLine: sanitizeLine,
    fit,
    wrap: wrapText,
    duration: durationText,
    ticketTree: (tickets) => ticketTree(tickets, sheet),
  };
}

/** For a file or a pipe: no colour, and lines as long as they are. */
export const endlessPaper: Paper = paperFor({ ink: plainInk, columns: () => Infinity });
