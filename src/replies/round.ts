import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { RequestIdentity } from "./request-identity.ts";

/**
 * One time that a reply is for: a reply is for one request unless it says otherwise. A retry is another try at
 * it.
 */
export type Round = UnmetRound | MetRound;

/** Which reply it is of, and the how-manieth time of it. */
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
  /** What asked for it last. */
  readonly asked: RequestIdentity;
  /** The numbers of the requests that it went out to, one a try. */
  readonly tried: readonly number[];
  /**
   * The body of a failed try that was taken up by a request which did not call itself a retry: it may have been
   * another agent's, with the same words, and the one that failed still comes.
   */
  readonly owedTo: string | null;
  /** A try brought it to the client, or a client got all that it was meant to get. */
  readonly isUsed: boolean;
  /** Its calls came to the client otherwise than as they are written. */
  readonly isSpoilt: boolean;
  /** The client went away in its middle, and has not got it whole since. */
  readonly left: { readonly call: number; readonly afterMs: number } | null;
  /** A request that may have been meant as its retry, and is none. */
  readonly nearMiss: { readonly call: number; readonly difference: string } | null;
  readonly faults: readonly ReplyFault[];
}

export const isMet = (round: Round): round is MetRound => round.state !== "unmet";

/** Whether a client may get another try: one that was refused for good may still ask another model. */
export const mayComeAgain = ({ state, asked }: MetRound, now: RequestIdentity): boolean =>
  state === "failed" || (state === "refused" && asked.model !== now.model);

/** Whether the client was to give up, and asks the same again. */
export const isOver = ({ state, asked }: MetRound, now: RequestIdentity): boolean =>
  (state === "given-up" || state === "refused") && asked.model === now.model;
