import type { TicketStatus } from "../core/ticket.ts";

/** What a report is laid out on. The terminal has one; a test or a file may bring its own. */
export interface Paper {
  /** `Infinity` where nothing is cut or wrapped. */
  columns(): number;
  readonly ink: (style: Style, text: string) => string;
  /** Text of a model or a person, safe to show; `cleanLine` makes it one line. */
  readonly clean: (text: string) => string;
  readonly cleanLine: (text: string) => string;
  readonly fit: (text: string, width: number) => string;
  readonly wrap: (text: string, width: number) => readonly string[];
  readonly duration: (durationMs: number) => string;
  readonly ticketTree: (
    tickets: readonly {
      readonly id: string;
      readonly title: string;
      readonly dependsOn: readonly string[];
      readonly status: TicketStatus | null;
      readonly note: string | null;
    }[],
  ) => readonly string[];
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "magenta";
