import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { Miss } from "./miss.ts";
import type { RepliesState } from "./replies-state.ts";
import type { RoundPlace } from "./round.ts";

/** What came of a request: the reply that it met, or why none. */
export type Meeting = MetReply | { readonly type: "missed"; readonly miss: Miss };

export interface MetReply extends RoundPlace {
  readonly type: "met";
  /** Counts from 1. */
  readonly try: number;
  /** What goes wrong with this try. */
  readonly fault: ReplyFault | null;
}

/** A request was folded in. */
export interface Met {
  readonly state: RepliesState;
  readonly meeting: Meeting;
}
