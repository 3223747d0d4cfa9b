import type { TicketId, Tier } from "../ids.ts";

/** How long may be worked, in milliseconds of working time; what is absent has no limit. */
export interface TimeBudget {
  readonly runMs?: number;
  readonly ticketMs?: number;
  readonly tierMs?: Readonly<Partial<Record<Tier, number>>>;
}

/** A limit of a time budget, and what has been used of it. */
export interface TimeLimit {
  /** `run`, `tier3`, or a worker's ticket. */
  readonly of: "run" | "ticket" | Tier;
  readonly ticketId: TicketId | null;
  readonly limitMs: number;
  readonly usedMs: number;
}
