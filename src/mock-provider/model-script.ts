import type { Address, Tier } from "../core/ids.ts";
import type { ScriptedReply } from "./reply.ts";
import type { ReplyFault } from "./reply-fault.ts";

/** The replies of one session, turn by turn. */
export interface ModelScript {
  readonly tier: Tier;
  readonly trackId: string | null;
  readonly ticketId: string | null;
  readonly attempt: number;
  readonly replies: readonly ScriptedReply[];
}

/** Which session it is. A worker's is named by its ticket, without the track; a planner's has no ticket. */
export type SessionPlace = Omit<ModelScript, "replies">;

/** Which call a model fault hits. `turn` and `try` count from 1. */
export interface CallMatch extends SessionPlace {
  readonly turn: number;
  readonly try: number;
}

/** What goes wrong with one call of a model. */
export interface ModelFault {
  readonly type: "model";
  readonly call: CallMatch;
  readonly fault: ReplyFault;
  /** For a client that sends no address: it gives up here, and the reply's words are never asked for. */
  readonly final?: true;
}

/** Whether a request with this address comes from that session. */
export function belongs(session: SessionPlace, address: Address): boolean {
  if (session.tier !== address.tier || session.attempt !== address.attempt) return false;
  switch (address.tier) {
    case "tier1":
      return true;
    case "tier2":
      return session.trackId === address.trackId;
    case "tier3":
    case "tier4":
      return session.ticketId === address.ticketId;
  }
}
