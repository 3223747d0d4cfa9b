import { requestOf } from "./window/session-request.ts";
import { timeLeftMs } from "./ledger/time-budget.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import type { State } from "./state.ts";

/** The outside action that an event is the intent of; `state` is the state after it. */
export function plan(state: State, event: Event): Effect | null {
  const { settings } = state;
  switch (event.type) {
    case "survey.started":
      return { id: event.seq, type: "survey" };
    case "preparation.started": {
      const { ticketId, attempt, fresh } = event;
      const { files } = state.tickets.get(ticketId)!.ticket;
      return { id: event.seq, type: "prepare", ticketId, attempt, fresh, files };
    }
    case "model.started": {
      const session = state.sessions.get(event.unit.sessionId)!;
      const request = requestOf(state, session);
      const { stallTimeoutMs } = settings;
      const leftMs = timeLeftMs(state, session);
      return { id: event.seq, type: "model", request, stallTimeoutMs, timeLeftMs: leftMs };
    }
    case "tool.started": {
      const { ticketId, attempt } = state.sessions.get(event.sessionId)!.seat;
      if (ticketId === null) throw new Error(`Only a worker calls tools: ${event.sessionId}`);
      const { callId, tool, input } = event;
      return {
        id: event.seq,
        type: "tool",
        ticketId,
        attempt,
        call: { callId, tool, input },
        timeoutMs: settings.toolTimeoutMs,
      };
    }
    case "check.started": {
      const { type: _, seq: id, atMs: __, ...check } = event;
      return { id, type: "check", ...check, timeoutMs: settings.toolTimeoutMs };
    }
    case "commit.started": {
      const { ticketId, message } = event;
      return { id: event.seq, type: "commit", ticketId, message };
    }
    case "comparison.started": {
      const { ticketId, commit } = event;
      return { id: event.seq, type: "compare", ticketId, commit };
    }
    case "merge.started": {
      const { ticketId, commit, side } = event;
      return { id: event.seq, type: "merge", ticketId, commit, side };
    }
    case "popup.asked": {
      const open = state.openPopups.get(event.popupId);
      return open === undefined ? null : { id: event.seq, type: "ask", popup: open.popup };
    }
    case "timer.started":
      return { id: event.seq, type: "timer", dueAtMs: event.dueAtMs };
    default:
      return null;
  }
}
