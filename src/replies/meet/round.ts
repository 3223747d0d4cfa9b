import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { RequestIdentity } from "../request/request-identity.ts";

/**
 * One use of a scripted reply. A reply has one round unless the script says that it is for several requests. A retry is
 * another try at the same round.
 */
export type Round = UnmetRound | MetRound;

/** The reply that a round belongs to, and the round's number. */
export interface RoundPlace {
  readonly step: number;
  /** Counts from 1. */
  readonly round: number;
}

export interface UnmetRound extends RoundPlace {
  readonly state: "unmet";
}

/**
 * A round that a request has met. Its `state` is that of the latest try.
 *
 * - `open`: the reply is on its way.
 * - `failed`: the client did not get it, and may come again.
 * - `delivered`: the client got it.
 * - `given-up`: it did not, and the script says that it ends there.
 * - `refused`: it did not, for a reason that no client tries again after, unless it asks another model.
 */
export interface MetRound extends RoundPlace {
  readonly state: "open" | "failed" | "delivered" | "given-up" | "refused";
  /** The request of the latest try. */
  readonly asked: RequestIdentity;
  /** The numbers of the requests that it went out to, one a try. */
  readonly tried: readonly number[];
  /**
   * The body of a failed try that a request without a retry header has taken up. That request may have been another agent's
   * with the same words, in which case the retry of the failed one is still to come.
   */
  readonly owedTo: string | null;
  /** Whether a client received the reply, or as much of it as the script lets it receive. */
  readonly isUsed: boolean;
  /** Whether a fault changed or removed its calls. */
  readonly isSpoilt: boolean;
  /** Set where the client disconnected before the end, and has not received the whole reply since. */
  readonly left: { readonly call: number; readonly afterMs: number } | null;
  /** A request that was probably meant as its retry, and how it differs from one. */
  readonly nearMiss: { readonly call: number; readonly difference: string } | null;
  readonly faults: readonly ReplyFault[];
}

export const isMet = (round: Round): round is MetRound => round.state !== "unmet";

/** Whether a request may be another try at this round. After a final refusal, that is so only with another model. */
export const mayComeAgain = ({ state, asked }: MetRound, now: RequestIdentity): boolean =>
  state === "failed" || (state === "refused" && asked.model !== now.model);

/** Whether the client repeats a request after which the script expected it to give up. */
export const isOver = ({ state, asked }: MetRound, now: RequestIdentity): boolean =>
  (state === "given-up" || state === "refused") && asked.model === now.model;
