import type { ModelScript } from "../../mock-provider/model-script.ts";
import { type Chain, unchainAll } from "./chain.ts";
import type { ReplyDraft } from "./reply.ts";
import { requireReplies } from "./slip.ts";

export type Replies = readonly (ReplyDraft | Chain<ReplyDraft>)[];

/** A script as it is written: its replies' faults still stand with them. */
export interface ModelDraft extends ModelScript {
  readonly replies: readonly ReplyDraft[];
}

/** A session that lives once an attempt. */
export interface AttemptScript extends Chain<ModelDraft> {
  /** Which of the ticket's attempts these replies are for; 1 where it is not said. */
  attempt(attempt: number): AttemptScript;
}

/** The Orchestrator's replies, turn by turn. */
export const tier1 = (...replies: Replies): ModelDraft => ({
  tier: "tier1",
  trackId: null,
  ticketId: null,
  attempt: 1,
  replies: draftsOf("tier1", replies),
});

/** A track's Tech Lead, turn by turn. */
export const tier2 = (trackId: string, ...replies: Replies): ModelDraft => ({
  tier: "tier2",
  trackId,
  ticketId: null,
  attempt: 1,
  replies: draftsOf("tier2", replies),
});

/** A ticket's worker, turn by turn. */
export const tier3 = (ticketId: string, ...replies: Replies): AttemptScript =>
  ofTicket("tier3", ticketId, replies);

/** The QA of a ticket's failed check. */
export const tier4 = (ticketId: string, ...replies: Replies): AttemptScript =>
  ofTicket("tier4", ticketId, replies);

const ofTicket = (tier: "tier3" | "tier4", ticketId: string, replies: Replies): AttemptScript =>
  chain({ tier, trackId: null, ticketId, attempt: 1, replies: draftsOf(tier, replies) });

function draftsOf(caller: string, replies: Replies): readonly ReplyDraft[] {
  requireReplies(replies, caller);
  return unchainAll(replies);
}

const chain = (data: ModelDraft): AttemptScript => ({
  data,
  attempt: (attempt) => chain({ ...data, attempt }),
});
