import { assertNever } from "../assert-never.ts";
import type { Event, EventOf } from "../event.ts";
import { changesNothing } from "../tools/tools.ts";
import type { TicketId } from "../ids.ts";
import { enterPhase, type State } from "../state.ts";
import { callOf } from "./calls.ts";
import { goOn, pauseFor } from "./pauses.ts";

type RunEvent = EventOf<
  | "run.resumed"
  | "run.interrupted"
  | "run.ended"
  | "survey.started"
  | "survey.ended"
  | "timer.started"
  | "timer.ended"
  | "effect.abandoned"
  | "effect.failed"
>;

export function reduceRun(state: State, event: RunEvent): void {
  switch (event.type) {
    case "run.resumed":
      resume(state);
      return;
    case "run.interrupted":
      state.interrupted = true;
      return;
    case "run.ended":
      state.ended = { outcome: event.outcome, failure: event.failure };
      return;
    case "survey.started":
      state.unsettled.set(event.seq, event);
      state.survey = { ...state.survey, status: "running", failure: null };
      return;
    case "survey.ended":
      state.unsettled.delete(event.effectId);
      state.survey = {
        ...state.survey,
        status: "done",
        files: event.files,
        documents: event.documents,
      };
      return;
    case "timer.started":
      state.unsettled.set(event.seq, event);
      startTimer(state, event);
      return;
    case "timer.ended":
      state.unsettled.delete(event.effectId);
      endTimer(state, event);
      return;
    case "effect.failed": {
      const intent = state.unsettled.get(event.effectId);
      state.unsettled.delete(event.effectId);
      if (intent !== undefined) pauseFor(state, intent, event.failure);
      return;
    }
    case "effect.abandoned": {
      const intent = state.unsettled.get(event.effectId);
      state.unsettled.delete(event.effectId);
      if (intent !== undefined) state.abandoned.set(event.effectId, intent);
      return;
    }
    default:
      assertNever(event);
  }
}

function startTimer(state: State, event: EventOf<"timer.started">): void {
  if (event.purpose.type === "retry") {
    const session = state.sessions.get(event.purpose.sessionId)!;
    enterPhase(state, session, { type: "backing-off", timer: event.seq, dueAtMs: event.dueAtMs });
    return;
  }
  const open = state.openPopups.get(event.purpose.popupId);
  if (open !== undefined) open.timer = event.seq;
}

function endTimer(state: State, event: EventOf<"timer.ended">): void {
  if (event.purpose.type === "expiry") return;
  const session = state.sessions.get(event.purpose.sessionId);
  if (session?.phase.type !== "backing-off") return;
  session.try++;
  enterPhase(state, session, { type: "due" });
}

/**
 * A new process goes on. What was in flight in the old one is put back to where it can be done again, or,
 * where that might do harm twice, in doubt. Calls to models are ended by `stream.discarded`, which follows.
 */
function resume(state: State): void {
  state.ended = null;
  state.interrupted = false;
  state.parked.clear();
  for (const open of state.openPopups.values()) {
    open.ask = null;
    open.attended = null;
    open.timer = null;
  }
  for (const intents of [state.unsettled, state.abandoned]) {
    for (const [effectId, intent] of intents) {
      if (intent.type === "model.started") continue;
      intents.delete(effectId);
      if (!isOfEndedTicket(state, intent)) putBack(state, intent);
    }
  }
  goOn(state);
}

/** What was let go of when a person stopped its ticket is not done again. */
const isOfEndedTicket = ({ tickets }: State, intent: Event): boolean =>
  "ticketId" in intent &&
  intent.ticketId !== null &&
  tickets.get(intent.ticketId)?.stage === "final";

function putBack(state: State, intent: Event): void {
  switch (intent.type) {
    case "survey.started":
      state.survey = { ...state.survey, status: "due" };
      return;
    case "preparation.started":
      if (state.pausedTickets.has(intent.ticketId)) queueAgain(state, intent.ticketId);
      else state.tickets.get(intent.ticketId)!.stage = "claimed";
      return;
    case "check.started":
      if (intent.merging === undefined) state.tickets.get(intent.ticketId)!.stage = "worked";
      else compareAgain(state, intent.ticketId);
      return;
    case "commit.started":
      state.tickets.get(intent.ticketId)!.stage = "checked";
      return;
    case "comparison.started":
    case "merge.started":
      compareAgain(state, intent.ticketId);
      return;
    case "tool.started": {
      const call = callOf(state, intent);
      if (call?.status !== "running") return;
      call.status = changesNothing(intent.tool) ? "waiting" : "in-doubt";
      if (call.status === "in-doubt") call.doubts++;
      return;
    }
    case "timer.started":
      backToDiscarded(state, intent);
      return;
    default:
      return;
  }
}

/** A ticket that paused gave its slot to others: it queues for one again, or more would work than there are slots. */
function queueAgain(state: State, ticketId: TicketId): void {
  state.tickets.get(ticketId)!.stage = "queued";
  state.claimed.delete(ticketId);
  state.queue.add(ticketId);
}

/**
 * Our own back-off that was cut short is over: the next try may go out at once. What a provider asked for is waited for
 * anew.
 */
function backToDiscarded(state: State, intent: EventOf<"timer.started">): void {
  if (intent.purpose.type !== "retry") return;
  const session = state.sessions.get(intent.purpose.sessionId);
  if (session?.phase.type === "backing-off" && session.phase.timer === intent.seq) {
    const { lastFailure: failure } = session;
    if (failure?.retryAfterMs !== undefined && state.nowMs < intent.dueAtMs) {
      enterPhase(state, session, { type: "discarded", failure, effectId: intent.seq });
      return;
    }
    enterPhase(state, session, { type: "due" });
    session.try++;
  }
}

function compareAgain(state: State, ticketId: TicketId): void {
  state.tickets.get(ticketId)!.stage = "committed";
  state.mergeQueue.add(ticketId);
  state.merging = null;
}
