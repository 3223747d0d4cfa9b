import type { Event } from "../../core/event.ts";

/** An event in one line, for people who compare logs: `popup.decided tool:A:1.1.0 (approve)`. */
export function eventWords(event: Event): string {
  const whose = whoseEvent(event);
  const what = whatOf(event);
  return `${event.type}${whose === "" ? "" : ` ${whose}`}${what === "" ? "" : ` (${what})`}`;
}

/** These words in a place that shows beside them which event it came of: that one is not said twice. */
export const wordsBesideCause = ({
  words,
  cause,
}: {
  readonly words: string;
  readonly cause: number | null;
}): string => (cause === null ? words : words.replace(` of event ${cause}`, ""));

function whoseEvent(event: Event): string {
  if ("popup" in event) return event.popup.id;
  if ("popupId" in event) return event.popupId;
  if ("unit" in event)
    return `${event.unit.sessionId} turn ${event.unit.turn} try ${event.unit.try}`;
  if ("callId" in event) return `${event.sessionId} call ${event.turn}.${event.index}`;
  if ("sessionId" in event) return event.sessionId;
  if ("gate" in event && "action" in event) return event.gate;
  if ("purpose" in event) {
    const { purpose } = event;
    return purpose.type === "expiry" ? purpose.popupId : purpose.sessionId;
  }
  if ("ticketId" in event && event.ticketId !== null) return event.ticketId;
  if ("trackId" in event && event.trackId !== null) return event.trackId;
  return "effectId" in event ? `of event ${event.effectId}` : "";
}

function whatOf(event: Event): string {
  switch (event.type) {
    case "popup.decided":
      return event.decision.type;
    case "rule.applied":
      return event.action;
    case "tool.started":
      return event.tool;
    case "tool.ended":
      return event.isError ? "error" : "";
    case "check.ended":
      return event.passed ? "passed" : "failed";
    case "run.ended":
      return event.outcome;
    case "stream.discarded":
    case "attempt.failed":
    case "ticket.failed":
    case "session.failed":
    case "session.paused":
    case "effect.failed":
      return event.failure.code;
    case "answer.refused":
      return event.why;
    default:
      return "";
  }
}
