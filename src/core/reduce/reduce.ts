import type { Event } from "../event.ts";
import { initialState } from "../initial-state.ts";
import { noteTime } from "../ledger/working-time.ts";
import type { State } from "../state.ts";
import { reduceGate } from "./gates.ts";
import { reduceIntervention } from "./interventions.ts";
import { reducePlan } from "./plans.ts";
import { reduceRun } from "./runs.ts";
import { reduceSession } from "./sessions.ts";
import { reduceTicket } from "./tickets.ts";
import { reduceTool } from "./calls.ts";

/**
 * Folds one event into the state. The state passed in is taken over: use only what is returned. A log
 * begins with `run.started`; nothing else may come to a `null` state.
 */
export function reduce(before: State | null, event: Event): State {
  if (before === null) {
    if (event.type !== "run.started") throw new Error(`A log cannot begin with ${event.type}.`);
    before = initialState({ ...event });
  }
  const state = before;
  state.lastSeq = event.seq;
  state.nowMs = event.atMs;
  noteTime(state.time.worked, event);
  switch (event.type) {
    case "run.started":
      return state;
    case "run.resumed":
    case "run.interrupted":
    case "run.ended":
    case "survey.started":
    case "survey.ended":
    case "timer.started":
    case "timer.ended":
    case "effect.abandoned":
    case "effect.failed":
      reduceRun(state, event);
      return state;
    case "tracks.proposed":
    case "tracks.accepted":
    case "tickets.proposed":
    case "tickets.accepted":
    case "plan.refused":
    case "plan.failed":
      reducePlan(state, event);
      return state;
    case "ticket.claimed":
    case "preparation.started":
    case "preparation.ended":
    case "attempt.started":
    case "attempt.failed":
    case "check.started":
    case "check.ended":
    case "commit.started":
    case "commit.ended":
    case "leftovers.returned":
    case "comparison.started":
    case "comparison.ended":
    case "merge.started":
    case "merge.ended":
    case "ticket.done":
    case "ticket.failed":
    case "ticket.blocked":
    case "ticket.retried":
      reduceTicket(state, event);
      return state;
    case "session.opened":
    case "message.added":
    case "results.returned":
    case "instructions.given":
    case "context.trimmed":
    case "model.started":
    case "stream.deltas":
    case "stream.completed":
    case "stream.discarded":
    case "server.learned":
    case "prompt.cut":
    case "session.failed":
    case "session.paused":
      reduceSession(state, event);
      return state;
    case "tool.started":
    case "tool.ended":
      reduceTool(state, event);
      return state;
    // The calls' ends hold what the state keeps of it.
    case "call.repeated":
      return state;
    case "rule.applied":
    case "popup.opened":
    case "popup.asked":
    case "popup.shown":
    case "popup.decided":
    case "popup.expired":
    case "answer.refused":
      reduceGate(state, event);
      return state;
    case "intervention.received":
      reduceIntervention(state, event.intervention);
      return state;
    case "intervention.refused":
      return state;
  }
}

/** The state after a whole log. */
export function fold(events: Iterable<Event>): State | null {
  let state: State | null = null;
  for (const event of events) state = reduce(state, event);
  return state;
}
