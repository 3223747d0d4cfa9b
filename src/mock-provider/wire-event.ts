import type { Delta } from "../core/reply/delta.ts";
import type { Usage } from "../core/ledger/usage.ts";

/** One event of a streamed reply: its text on the wire, and what it means. */
export interface WireEvent {
  readonly text: string;
  readonly deltas: readonly Delta[];
  /** Cumulative, where the event reports usage. */
  readonly usage: Usage | null;
  /** Before it, where that is not what the reply says. */
  readonly delayMs?: number;
  /** It comes in pieces, of which this is not the last. */
  readonly goesOn?: true;
}
