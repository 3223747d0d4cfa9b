import type { TicketStatus } from "../planning/ticket.ts";

/** What text is laid out for: how wide, in which ink, and safe to show. The terminal makes it. */
export interface Paper {
  /** May change while a run is watched; `Infinity` where nothing is cut or wrapped. */
  columns(): number;
  readonly ink: Ink;
  /** Text of a model or a person, safe to show; `cleanLine` makes it one line. */
  readonly clean: (text: string) => string;
  readonly cleanLine: (text: string) => string;
  readonly fit: (text: string, width: number) => string;
  readonly wrap: (text: string, width: number) => readonly string[];
  readonly duration: (durationMs: number) => string;
  readonly ticketTree: (tickets: readonly TreeTicket[]) => readonly string[];
}

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

/** Styles text, or returns it unchanged where colours are off. */
export type Ink = (style: Style, text: string) => string;

/** A ticket as a tree shows it; a proposed one has no status. */
export interface TreeTicket {
  readonly id: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
  readonly status: TicketStatus | null;
  /** A remark after the title: why it failed, how many attempts it took. */
  readonly note: string | null;
}
