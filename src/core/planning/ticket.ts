import type { TicketId, TrackId } from "../ids.ts";

/** A part of an epic that one Tech Lead plans. */
export interface Track {
  readonly id: TrackId;
  readonly title: string;
  readonly description: string;
}

/** A piece of work for one worker. `files` are given to it in full. */
export interface Ticket {
  readonly id: TicketId;
  readonly trackId: TrackId;
  readonly title: string;
  readonly description: string;
  readonly files: readonly string[];
  readonly dependsOn: readonly TicketId[];
}

export type TicketStatus = "todo" | "running" | "done" | "failed" | "blocked";
