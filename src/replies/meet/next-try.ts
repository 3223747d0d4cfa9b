import { isFailure, isRetriedByClients, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { RequestIdentity } from "../request/request-identity.ts";
import type { StepFault } from "../script/foreign-script.ts";
import type { Met } from "./meeting.ts";
import { withNextRound } from "./next-round.ts";
import { type RepliesState, stepAt, withRound } from "./replies-state.ts";
import { spoilsCalls } from "./reply-lack.ts";
import type { MetRound, Round } from "./round.ts";

/** A request meets a round of a reply, as its first try or as a further one. */
export function nextTry(before: RepliesState, round: Round, asked: RequestIdentity): Met {
  const state = round.state === "unmet" ? withNextRound(before, round) : before;
  const earlier: MetRound = round.state === "unmet" ? { ...round, ...untried, asked } : round;
  const { step, round: nth } = round;
  const { faults } = stepAt(state, round);
  const tries = earlier.tried.length + 1;
  // Where a reply is for several requests, the first of them meets its faults.
  const index = nth === 1 ? faults.findIndex((one) => one.try === tries) : -1;
  const hit = faults[index] ?? null;
  return {
    state: {
      ...withRound(state, triedRound(earlier, asked, hit)),
      underWay: [...state.underWay, { call: asked.call, step, round: nth, hasBegun: false }],
      metFaults: hit === null ? state.metFaults : [...state.metFaults, { step, fault: index }],
    },
    meeting: { type: "met", step, round: nth, try: tries, fault: hit?.fault ?? null },
  };
}

/** A round before its first try. */
const untried = {
  state: "open",
  tried: [],
  owedTo: null,
  isUsed: false,
  isSpoilt: false,
  left: null,
  nearMiss: null,
  faults: [],
} as const;

function triedRound(earlier: MetRound, asked: RequestIdentity, hit: StepFault | null): MetRound {
  const failure = hit !== null && isFailure(hit.fault) ? hit : null;
  const state = failure === null ? "open" : stateAfter(failure);
  const faults: readonly ReplyFault[] = failure === null ? [] : [failure.fault];
  return {
    ...earlier,
    state,
    asked,
    tried: [...earlier.tried, asked.call],
    isUsed: earlier.isUsed || state === "given-up" || state === "refused",
    isSpoilt: earlier.isSpoilt || (hit !== null && spoilsCalls(hit.fault)),
    faults: [...earlier.faults, ...faults],
  };
}

function stateAfter({ isFinal, fault }: StepFault): "given-up" | "failed" | "refused" {
  if (isFinal) return "given-up";
  return isRetriedByClients(fault) ? "failed" : "refused";
}
