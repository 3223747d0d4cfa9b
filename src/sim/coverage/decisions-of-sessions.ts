import type { EventOf } from "../../core/event.ts";
import { isRetryable } from "../../core/failure.ts";
import type { CoreDecision } from "./core-decisions.ts";
import type { DecisionNotes } from "./decision-notes.ts";

export function decisionOfOpenedSession({ tier }: EventOf<"session.opened">): CoreDecision {
  switch (tier) {
    case "tier1":
    case "tier2":
      return "plan: open a planner";
    case "tier3":
      return "ticket: open a worker";
    case "tier4":
      return "ticket: open a QA";
  }
}

/** The decision by which a reply was discarded: its process crashed, it was cancelled, it failed, or what came is no turn. */
export function decisionOfDiscard({ failure }: EventOf<"stream.discarded">): CoreDecision {
  switch (failure.code) {
    case "crashed":
      return "decide: a call to a model was cut off by a crash";
    case "cancelled":
      return "decide: a call to a model was cancelled";
    case "refusal":
    case "paused":
    case "malformed-reply":
      return "decide: a reply is no turn";
    default:
      return "decide: a call to a model failed";
  }
}

export function decisionOfFailedSession(
  { sessionId, failure }: EventOf<"session.failed">,
  { lastEnd, before }: DecisionNotes,
): CoreDecision {
  switch (failure.code) {
    case "turn-limit":
      return "session: fail, too many turns";
    case "budget":
      return "session: fail, the budget is spent";
    default:
  }
  if (lastEnd.get(sessionId)?.type === "stream.discarded") {
    if (!isRetryable(failure)) return "session: fail, a try mends nothing";
    return failure.code === "stream-error"
      ? "session: fail, in the same words again and again"
      : "session: fail, no try is left";
  }
  if (failure.code === "context-exceeded") return "session: fail, the window is full";
  return before.get(sessionId)?.type === "message.added" || failure.code !== "malformed-reply"
    ? "session: fail, its replies say nothing"
    : "session: fail, its calls stay malformed";
}

/** Longer waits than this are a person's to decide. */
const waitMaxMs = 15 * 60_000;

export function decisionOfPause({ failure }: EventOf<"session.paused">): CoreDecision {
  if ((failure.retryAfterMs ?? 0) > waitMaxMs) return "session: pause, the wait is too long";
  return isRetryable(failure)
    ? "session: pause, no try is left"
    : "session: pause, somebody must mend it";
}
