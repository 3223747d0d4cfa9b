import type { Event } from "../../core/event.ts";
import type { Execution } from "../record.ts";
import { nameOfUnit } from "./delivery.ts";

/** `null` for observations that are no effect: the results of effects, and changes from outside. */
export function nameOfExecution(execution: Execution): string | null {
  switch (execution.type) {
    case "tool":
      return `the call ${execution.callId} of ${execution.ticketId}`;
    case "prepare":
    case "check":
    case "commit":
    case "compare":
    case "merge":
      return `${execution.type} of ${execution.ticketId}`;
    case "loss":
    case "conflict":
    case "opening":
    case "outcome":
    case "verdict":
    case "brought":
      return null;
  }
}

/** By the same names, the intents of effects. */
export function nameOfIntent(event: Event): string | null {
  switch (event.type) {
    case "model.started":
      return nameOfUnit(event.unit);
    case "tool.started":
      return `the call ${event.callId} of ${event.sessionId.split(":")[1]}`;
    case "preparation.started":
      return `prepare of ${event.ticketId}`;
    case "check.started":
      return `check of ${event.ticketId}`;
    case "commit.started":
      return `commit of ${event.ticketId}`;
    case "comparison.started":
      return `compare of ${event.ticketId}`;
    case "merge.started":
      return `merge of ${event.ticketId}`;
    default:
      return null;
  }
}
