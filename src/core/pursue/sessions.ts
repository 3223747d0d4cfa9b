import { budgetSpent, isAffordable, isSpent, reservationFor } from "../ledger/budget.ts";
import { isUp, timeGateId, timeLimitsOf } from "../ledger/time-budget.ts";
import type { TimeLimit } from "../ledger/time-limit.ts";
import { contextExceeded, nextTrim } from "../window/context-next.ts";
import { userText } from "../message.ts";
import type { EventBody } from "../event.ts";
import { type Failure, isOfTheMoment, isRetryable } from "../failure.ts";
import { budgetGateId, openGate } from "../gates/gate.ts";
import { placeOfRun, placeOfTicket } from "../gates/popup-place.ts";
import { callAddress } from "../ids.ts";
import { type ReplyFlaw, requestsMax } from "../reply/reply-flaw.ts";
import { retryDelayMs } from "../retry-delay.ts";
import { knows } from "../server.ts";
import { outputLimitOf, serverNameOf } from "../server-knowledge.ts";
import type { CallState, SessionState, State } from "../state.ts";
import { pursueCall } from "./calls.ts";
import { hearsInstructions } from "./ticket-moves.ts";

/** Keeps a conversation going: asks for the next reply, retries a failed one, sees to its tool calls. */
export function pursueSession(state: State, session: SessionState): readonly EventBody[] {
  switch (session.phase.type) {
    case "due":
      return call(state, session);
    case "discarded":
      return retry(state, session, session.phase);
    case "acting":
      return act(state, session, session.phase.calls);
    case "replied":
      if (session.phase.flaw !== null) return askAgain(session, session.phase.flaw);
      return hasInstructions(state, session)
        ? [{ type: "instructions.given", sessionId: session.id }]
        : [];
    case "calling":
    case "backing-off":
    case "failed":
    case "closed":
      return [];
  }
}

/** A person said something to the worker while it wrote its last words. */
function hasInstructions(state: State, { seat }: SessionState): boolean {
  return seat.tier === "tier3" && hearsInstructions(state, state.tickets.get(seat.ticketId)!);
}

/** A reply that says nothing is no report: another turn asks for it. A planner's is asked for with its plan. */
function askAgain(session: SessionState, flaw: ReplyFlaw): readonly EventBody[] {
  const { tier } = session.seat;
  if (tier === "tier1" || tier === "tier2") return [];
  if (session.flaws > requestsMax) return [fail(session, flaw.failure)];
  return [{ type: "message.added", sessionId: session.id, message: userText(flaw.request) }];
}

function call(state: State, session: SessionState): readonly EventBody[] {
  if (session.turn > state.settings.turns) {
    const message = `no end after ${state.settings.turns} turns`;
    return [fail(session, { code: "turn-limit", message })];
  }
  const up = timeLimitsOf(state, session).filter(isUp);
  // Whatever else is up or was refused meanwhile, a question that is open gets its answer first.
  if (up.some((limit) => state.gates.get(timeGateId(state, limit))?.status === "open")) return [];
  if (up[0] !== undefined) return timeIsUp(state, session, up[0]);
  const trim = nextTrim(state, session);
  if (trim?.type === "exceeded") {
    return [fail(session, contextExceeded(state, session, trim.estimatedTokens))];
  }
  if (trim?.type === "trims") {
    const { drops, beforeTokens, estimatedTokens } = trim;
    const place = { sessionId: session.id, turn: session.turn };
    return [{ type: "context.trimmed", ...place, drops, beforeTokens, estimatedTokens }];
  }
  const { model } = state.settings.models[session.seat.tier];
  const maxOutputTokens = outputLimitOf(state, session.seat.tier);
  const reserved = reservationFor(state, session, trim?.estimatedTokens ?? null);
  if (!isAffordable(state, reserved)) return overBudget(state, session, reserved.tokens);
  return [
    {
      type: "model.started",
      unit: { sessionId: session.id, turn: session.turn, try: session.try },
      address: callAddress(session),
      model,
      maxOutputTokens,
      reservedTokens: reserved.tokens,
      reservedUsd: reserved.costUsd,
    },
  ];
}

function overBudget(state: State, session: SessionState, nextTokens: number): readonly EventBody[] {
  // Calls that are under way may take less than was held for them.
  if (state.ledger.reservedTokens > 0) return [];
  if (isSpent(state)) return [fail(session, budgetSpent)];
  const id = budgetGateId(state.budgetRound);
  if (state.gates.has(id)) return [];
  const payload = {
    limitTokens: state.budget.tokens,
    limitUsd: state.budget.costUsd,
    usedTokens: state.ledger.usedTokens,
    usedUsd: state.ledger.usedUsd,
    nextTokens,
  };
  return [openGate(state, { id, subject: { kind: "budget", payload }, place: placeOfRun })];
}

/**
 * Asks whether to go on for the same time once more. Where that is refused, a ticket is given up; a run or a tier ends as
 * when its budget is spent.
 */
function timeIsUp(state: State, session: SessionState, time: TimeLimit): readonly EventBody[] {
  const id = timeGateId(state, time);
  const gate = state.gates.get(id);
  if (isSpent(state)) return [fail(session, budgetSpent)];
  if (gate === undefined) {
    const { tokens: limitTokens, costUsd: limitUsd } = state.budget;
    const { usedTokens, usedUsd } = state.ledger;
    const payload = { limitTokens, limitUsd, usedTokens, usedUsd, nextTokens: 0, time };
    const place =
      time.ticketId === null ? placeOfRun : placeOfTicket(state.tickets.get(time.ticketId)!);
    return [openGate(state, { id, subject: { kind: "budget", payload }, place })];
  }
  if (time.ticketId === null) return [];
  const failure: Failure = { code: "budget", message: "its time is used up" };
  return [{ type: "ticket.failed", ticketId: time.ticketId, failure }];
}

function retry(
  state: State,
  session: SessionState,
  discarded: Extract<SessionState["phase"], { type: "discarded" }>,
): readonly EventBody[] {
  const { failure } = discarded;
  if (isLesson(state, session, discarded)) {
    const { teaches: traits = {}, message } = failure;
    const server = serverNameOf(state.settings.models[session.seat.tier]);
    return [{ type: "server.learned", sessionId: session.id, server, traits, message }];
  }
  if (!isRetryable(failure) || session.failures >= state.settings.tries) {
    const isMendable = isOfTheMoment(failure) || isAway(state, session, failure);
    return [isMendable ? pause(session, failure) : fail(session, failure)];
  }
  if (isSettled(session, failure)) return [fail(session, failure)];
  if ((failure.retryAfterMs ?? 0) > waitMaxMs) return [pause(session, tooLong(failure))];
  const dueAtMs =
    state.nowMs + retryDelayMs(state.settings, callAddress(session), session.failures, failure);
  return [{ type: "timer.started", purpose: { type: "retry", sessionId: session.id }, dueAtMs }];
}

/** Whether a model that has answered in this run is not found any more: it was unloaded, or a page to sign in came instead. */
function isAway({ ledger, settings }: State, session: SessionState, { code }: Failure): boolean {
  if (code !== "not-found") return false;
  const server = serverNameOf(settings.models[session.seat.tier]);
  return [...ledger.entries.values()].some(
    ({ seat, completedCalls }) =>
      completedCalls > 0 && serverNameOf(settings.models[seat.tier]) === server,
  );
}

/** How many refusals of one turn may each teach something: more than any sensible server has. */
const lessonsMax = 8;

/** Whether the server's refusal says what to send instead, and that was not known when the request was sent. */
function isLesson(
  state: State,
  session: SessionState,
  { failure, effectId }: Extract<SessionState["phase"], { type: "discarded" }>,
): boolean {
  if (failure.teaches === undefined || session.lessons >= lessonsMax) return false;
  const known = state.servers.get(serverNameOf(state.settings.models[session.seat.tier]));
  if (known === undefined || !knows(known.traits, failure.teaches)) return true;
  return known.seq > effectId;
}

/** An error that a server repeats in the same words so often will not pass by itself. */
const sameFailuresMax = 3;
const isSettled = (session: SessionState, { code }: Failure): boolean =>
  code === "stream-error" && session.sameFailures >= sameFailuresMax;

/** Longer waits are a person's to decide: the run says when, and can be resumed. */
const waitMaxMs = 15 * 60_000;

function tooLong(failure: Failure): Failure {
  const waitMs = failure.retryAfterMs ?? 0;
  const hours = waitMs / 3_600_000;
  const length = hours >= 1 ? `${Number(hours.toFixed(1))} h` : `${Math.ceil(waitMs / 60_000)} min`;
  return { ...failure, message: `${failure.message} It asks to wait for ${length}.` };
}

/** The calls of a reply are done one after another, in order: a later one may build on an earlier. */
function act(
  state: State,
  session: SessionState,
  calls: readonly CallState[],
): readonly EventBody[] {
  const malformed = calls.find(({ problem }) => problem !== null);
  if (session.flaws > requestsMax && malformed !== undefined) {
    const message = malformed.problem ?? "";
    return [fail(session, { code: "malformed-reply", message })];
  }
  const index = calls.findIndex((candidate) => candidate.status !== "ended");
  if (index >= 0) return pursueCall(state, { session, call: calls[index]!, index });
  return [{ type: "results.returned", sessionId: session.id, turn: session.turn }];
}

const pause = (session: SessionState, failure: Failure): EventBody => ({
  type: "session.paused",
  sessionId: session.id,
  failure,
});

const fail = (session: SessionState, failure: Failure): EventBody => ({
  type: "session.failed",
  sessionId: session.id,
  failure,
});
