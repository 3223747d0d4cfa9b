import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { Miss } from "./miss.ts";
import type { RepliesState } from "./replies-state.ts";
import type { RoundPlace } from "./round.ts";

/** The reply that a request met, or why it met none. */
export type Meeting = MetReply | { readonly type: "missed"; readonly miss: Miss };

export interface MetReply extends RoundPlace {
  readonly type: "met";
  /** Counts from 1. */
  readonly try: number;
  /** What goes wrong with this try. */
  readonly fault: ReplyFault | null;
}

/** The state after a request, and what the request met. */
export interface Met {
  readonly state: RepliesState;
  readonly meeting: Meeting;
}
