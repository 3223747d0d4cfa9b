import type { Reply } from "../../mock-provider/reply.ts";
import type { ModelScript } from "../scenario.ts";
import { type Chain, unchainAll } from "./chain.ts";

type Replies = readonly (Reply | Chain<Reply>)[];

/** A session that lives once an attempt. */
export interface AttemptScript extends Chain<ModelScript> {
  /** Which of the ticket's attempts these replies are for; 1 where it is not said. */
  attempt(attempt: number): AttemptScript;
}

/** The Orchestrator's replies, turn by turn. */
export const tier1 = (...replies: Replies): ModelScript => ({
  tier: "tier1",
  trackId: null,
  ticketId: null,
  attempt: 1,
  replies: unchainAll(replies),
});

/** A track's Tech Lead, turn by turn. */
export const tier2 = (trackId: string, ...replies: Replies): ModelScript => ({
  tier: "tier2",
  trackId,
  ticketId: null,
  attempt: 1,
  replies: unchainAll(replies),
});

/** A ticket's worker, turn by turn. */
export const tier3 = (ticketId: string, ...replies: Replies): AttemptScript =>
  chain({ tier: "tier3", trackId: null, ticketId, attempt: 1, replies: unchainAll(replies) });

/** The QA of a ticket's failed check. */
export const tier4 = (ticketId: string, ...replies: Replies): AttemptScript =>
  chain({ tier: "tier4", trackId: null, ticketId, attempt: 1, replies: unchainAll(replies) });

const chain = (data: ModelScript): AttemptScript => ({
  data,
  attempt: (attempt) => chain({ ...data, attempt }),
});
