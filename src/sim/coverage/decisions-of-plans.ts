import type { EventOf } from "../../core/event.ts";
import type { CoreDecision } from "./core-decisions.ts";
import type { DecisionNotes } from "./decision-notes.ts";

export function isEdited(
  event: EventOf<"tracks.accepted" | "tickets.accepted">,
  { gates }: DecisionNotes,
): boolean {
  const begin = event.type === "tracks.accepted" ? "tracks:" : `tickets:${event.trackId}:`;
  const last = [...gates].findLast(([id]) => id.startsWith(begin));
  return last?.[1].decision === "edit";
}

export function decisionOfRefusedPlan(
  { trackId }: EventOf<"plan.refused">,
  { proposed, lastEnd }: DecisionNotes,
): CoreDecision {
  if (proposed.has(trackId)) return "plan: refuse, another took its ids";
  const sessionId = trackId === null ? "tier1" : `tier2:${trackId}`;
  const end = [...lastEnd].find(([id]) => id === sessionId)?.[1];
  return end?.type === "stream.completed" && end.stopReason === "max-tokens"
    ? "plan: refuse, its reply was cut off"
    : "plan: refuse, it cannot be read";
}

export function decisionOfFailedPlan(
  { trackId, failure }: EventOf<"plan.failed">,
  { failedSessions }: DecisionNotes,
): CoreDecision {
  const sessionId = trackId === null ? "tier1" : `tier2:${trackId}`;
  if ([...failedSessions.keys()].some((id) => id === sessionId))
    return "plan: fail, its session failed";
  switch (failure.code) {
    case "plan-invalid":
      return "plan: fail, it stays wrong";
    case "expired":
      return "plan: fail, nobody answered in time";
    default:
      return "plan: fail, a rule denies it";
  }
}
