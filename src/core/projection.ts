import type { Leftover } from "./leftover.ts";
import type { RunOutcome } from "./event.ts";
import type { Tier } from "./ids.ts";
import type { DecisionType } from "./gates/decision.ts";
import type { PopupKind } from "./gates/popup-kinds.ts";
import type { TicketStatus } from "./planning/ticket.ts";

/** A run as `show --json` and the reports show it. */
export interface Projection {
  readonly runId: string;
  readonly epic: string;
  /** `running` only while a process conducts the run. */
  readonly outcome: RunOutcome | "running";
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly tracks: readonly ProjectedTrack[];
  /** Track by track, as they were planned. */
  readonly tickets: readonly ProjectedTicket[];
  readonly streams: Readonly<Record<string, ProjectedStream>>;
  readonly popups: readonly ProjectedPopup[];
  readonly usage: Readonly<Record<Tier, ProjectedUsage>>;
  /** How many events the log holds. */
  readonly events: number;
  /** SHA-256 of the log, in hexadecimal. */
  readonly digest: string;
}

export interface ProjectedTrack {
  readonly id: string;
  readonly title: string;
  readonly status: "planning" | "running" | "done" | "failed";
}

export interface ProjectedTicket {
  readonly id: string;
  readonly trackId: string;
  readonly title: string;
  readonly status: TicketStatus;
  readonly dependsOn: readonly string[];
  readonly attempts: number;
  /** Why it failed, is blocked or pauses, in words. */
  readonly reason: string | null;
  /** What its worker wrote and its commit does not hold; absent where there is nothing. */
  readonly leftovers?: readonly Leftover[];
}

export interface ProjectedStream {
  /** The text of its completed units, in order. */
  readonly text: string;
  /** Completed units. */
  readonly turns: number;
  readonly status: "streaming" | "idle" | "ended";
}

export interface ProjectedPopup {
  readonly id: string;
  readonly kind: PopupKind;
  readonly ticketId: string | null;
  /** `null` while it is open; `expired` where its time ran out. */
  readonly decision: DecisionType | "expired" | null;
}

export interface ProjectedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** `null` where the price of a model that was used is unknown. */
  readonly costUsd: number | null;
  /** Of these tokens, those that no provider told: they are estimated. Absent where all were told. */
  readonly estimatedTokens?: number;
}
