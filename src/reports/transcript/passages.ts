import { assertNever } from "../../core/assert-never.ts";
import type { Event } from "../../core/event.ts";
import { decisionPassage } from "./decision-passages.ts";
import { runPassage } from "./run-passages.ts";
import { sessionPassage } from "./session-passages.ts";
import type { PassageBody, Telling } from "./telling.ts";
import { ticketPassage } from "./ticket-passages.ts";

/** What an event is told as; `null` where the events around it tell the same. */
export function passageOf(event: Event, telling: Telling): PassageBody | null {
  switch (event.type) {
    case "run.started":
    case "run.resumed":
    case "run.interrupted":
    case "run.ended":
    case "survey.ended":
    case "tracks.proposed":
    case "tracks.accepted":
    case "tickets.proposed":
    case "tickets.accepted":
    case "plan.refused":
    case "plan.failed":
    case "effect.failed":
      return runPassage(event, telling);
    case "attempt.started":
    case "preparation.ended":
    case "attempt.failed":
    case "check.ended":
    case "commit.ended":
    case "leftovers.returned":
    case "comparison.ended":
    case "merge.ended":
    case "ticket.done":
    case "ticket.failed":
    case "ticket.blocked":
    case "ticket.retried":
      return ticketPassage(event, telling);
    case "session.opened":
    case "message.added":
    case "stream.completed":
    case "stream.discarded":
    case "context.trimmed":
    case "server.learned":
    case "prompt.cut":
    case "session.failed":
    case "session.paused":
    case "tool.ended":
    case "call.repeated":
    case "timer.started":
      return sessionPassage(event, telling);
    case "rule.applied":
    case "popup.opened":
    case "popup.decided":
    case "popup.expired":
    case "answer.refused":
    case "intervention.received":
    case "intervention.refused":
      return decisionPassage(event, telling);
    case "effect.abandoned":
    case "survey.started":
    case "ticket.claimed":
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
    case "results.returned":
    case "model.started":
    case "stream.deltas":
    case "tool.started":
    case "popup.asked":
    case "popup.shown":
    case "instructions.given":
    case "timer.ended":
      return null;
    default:
      return assertNever(event);
  }
}
