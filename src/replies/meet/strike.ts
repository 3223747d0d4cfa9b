import { isFailure, isRetriedByClients, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { MetReply } from "./meeting.ts";
import { spoilsCalls } from "./reply-lack.ts";
import { type RepliesState, roundAt, withRound } from "./replies-state.ts";

/** Draws a fault for one try of a reply, which has the name `reply`; `null`: none. */
export type DrawForeignFault = (place: {
  readonly reply: string;
  readonly round: number;
  readonly try: number;
}) => ReplyFault | null;

/** Folds a drawn fault into the try that has just met its reply, as `meet` does with a scripted one. */
export function strike(state: RepliesState, met: MetReply, fault: ReplyFault): RepliesState {
  const round = roundAt(state, met);
  if (round === undefined || round.state === "unmet") return state;
  if (!isFailure(fault)) {
    return withRound(state, { ...round, isSpoilt: round.isSpoilt || spoilsCalls(fault) });
  }
  const isRetried = isRetriedByClients(fault);
  return withRound(state, {
    ...round,
    state: isRetried ? "failed" : "refused",
    isUsed: round.isUsed || !isRetried,
    faults: [...round.faults, fault],
  });
}
