import type { ModelScript } from "../../mock-provider/model-script.ts";
import { type Chain, unchainAll } from "./chain.ts";
import type { ReplyDraft } from "./reply.ts";
import { requireNoGroups, requireReplies } from "./slip.ts";

export type Replies = readonly (ReplyDraft | Chain<ReplyDraft>)[];

/** The replies of one session. `scenario(…)` moves their faults to the scenario's own list. */
export interface ModelDraft extends ModelScript {
  readonly replies: readonly ReplyDraft[];
}

/** The replies of a session that begins anew with each attempt at a ticket. */
export interface AttemptScript extends Chain<ModelDraft> {
  /** Which of the ticket's attempts these replies are for; 1 where it is not said. */
  attempt(attempt: number): AttemptScript;
}

/**
 * The Orchestrator's replies, turn by turn.
 * @example tier1(reply(tracks({ id: "math", title: "Subtraction" })))
 */
export const tier1 = (...replies: Replies): ModelDraft => ({
  tier: "tier1",
  trackId: null,
  ticketId: null,
  attempt: 1,
  replies: draftsOf("tier1", replies),
});

/**
 * The replies of a track's Tech Lead, turn by turn.
 * @example tier2("math", reply(tickets({ id: "T-1", title: "Implement subtract" })))
 */
export const tier2 = (trackId: string, ...replies: Replies): ModelDraft => ({
  tier: "tier2",
  trackId,
  ticketId: null,
  attempt: 1,
  replies: draftsOf("tier2", replies),
});

/**
 * The replies of a ticket's worker, turn by turn.
 * @example tier3("T-1", reply(calls("bash", { command: "bun test" })), reply(says("Done.")))
 */
export const tier3 = (ticketId: string, ...replies: Replies): AttemptScript =>
  ofTicket("tier3", ticketId, replies);

/**
 * The replies of the QA, which reads a ticket's failed check.
 * @example tier4("T-1", reply(says("The test expects 3; handle the empty list.")))
 */
export const tier4 = (ticketId: string, ...replies: Replies): AttemptScript =>
  ofTicket("tier4", ticketId, replies);

const ofTicket = (tier: "tier3" | "tier4", ticketId: string, replies: Replies): AttemptScript =>
  chain({ tier, trackId: null, ticketId, attempt: 1, replies: draftsOf(tier, replies) });

function draftsOf(caller: string, replies: Replies): readonly ReplyDraft[] {
  requireReplies(replies, caller);
  requireNoGroups(replies, caller);
  return unchainAll(replies);
}

const chain = (data: ModelDraft): AttemptScript => ({
  data,
  attempt: (attempt) => chain({ ...data, attempt }),
});
