import { budgetSpent, isAffordable, isSpent, reservationFor } from "../budget.ts";
import { contextExceeded, nextTrim } from "../context-next.ts";
import type { EventBody } from "../event.ts";
import { type Failure, isRetryable } from "../failure.ts";
import { budgetGateId, openGate } from "../gate.ts";
import { retryDelayMs } from "../retry.ts";
import type { CallState, SessionState, State } from "../state.ts";
import { pursueCall } from "./calls.ts";

/** Keeps a conversation going: asks for the next reply, retries a failed one, sees to its tool calls. */
export function pursueSession(state: State, session: SessionState): readonly EventBody[] {
  switch (session.phase.type) {
    case "due":
      return call(state, session);
    case "discarded":
      return retry(state, session, session.phase.failure);
    case "acting":
      return act(state, session, session.phase.calls);
    case "calling":
    case "backing-off":
    case "replied":
    case "failed":
    case "closed":
      return [];
  }
}

function call(state: State, session: SessionState): readonly EventBody[] {
  if (session.turn > state.settings.turns) {
    const message = `no end after ${state.settings.turns} turns`;
    return [fail(session, { code: "turn-limit", message })];
  }
  const trim = nextTrim(state, session);
  if (trim?.type === "exceeded") {
    return [fail(session, contextExceeded(state, session, trim.estimatedTokens))];
  }
  if (trim?.type === "trims") {
    const { drops, beforeTokens, estimatedTokens } = trim;
    const place = { sessionId: session.id, turn: session.turn };
    return [{ type: "context.trimmed", ...place, drops, beforeTokens, estimatedTokens }];
  }
  const { model, maxOutputTokens } = state.settings.models[session.seat.tier];
  const reserved = reservationFor(state, session, trim?.estimatedTokens ?? null);
  if (!isAffordable(state, reserved)) return overBudget(state, session, reserved.tokens);
  return [
    {
      type: "model.started",
      unit: { sessionId: session.id, turn: session.turn, try: session.try },
      address: { ...session.seat, turn: session.turn, try: session.try },
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
  const request = { id, trackId: null, ticketId: null, attempt: null, call: null };
  return [openGate(state, { ...request, subject: { kind: "budget", payload } })];
}

function retry(state: State, session: SessionState, failure: Failure): readonly EventBody[] {
  if (!isRetryable(failure) || session.failures >= state.settings.tries) {
    return [fail(session, failure)];
  }
  const address = { ...session.seat, turn: session.turn, try: session.try };
  const dueAtMs = state.nowMs + retryDelayMs(state.settings, address, session.failures, failure);
  return [{ type: "timer.started", purpose: { type: "retry", sessionId: session.id }, dueAtMs }];
}

/** The calls of a reply are done one after another, in order: a later one may build on an earlier. */
function act(
  state: State,
  session: SessionState,
  calls: readonly CallState[],
): readonly EventBody[] {
  const index = calls.findIndex((candidate) => candidate.status !== "ended");
  if (index >= 0) return pursueCall(state, session, calls[index]!, index);
  return [{ type: "results.returned", sessionId: session.id, turn: session.turn }];
}

const fail = (session: SessionState, failure: Failure): EventBody => ({
  type: "session.failed",
  sessionId: session.id,
  failure,
});
