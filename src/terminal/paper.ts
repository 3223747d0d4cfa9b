import { durationText } from "./duration.ts";
import { type Ink, plainInk } from "./ink.ts";
import { sanitize, sanitizeLine } from "./sanitize.ts";
import { ticketTree, type TreeTicket } from "./ticket-rows.ts";
import { fit, wrapText } from "./wrap.ts";

/** What text is laid out for: how wide, in which ink, and safe for a terminal. */
export interface Paper {
  /** May change while a run is watched; `Infinity` where nothing is cut or wrapped. */
  columns(): number;
  readonly ink: Ink;
  readonly clean: (text: string) => string;
  readonly cleanLine: (text: string) => string;
  readonly fit: (text: string, width: number) => string;
  readonly wrap: (text: string, width: number) => readonly string[];
  readonly duration: (durationMs: number) => string;
  readonly ticketTree: (tickets: readonly TreeTicket[]) => readonly string[];
}

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
