import { assertNever } from "../assert-never.ts";
import {
  accountForCall,
  accountForMessage,
  accountForStart,
  openAccount,
} from "../window/context-account.ts";
import { reporterFor } from "../window/context-calibration.ts";
import { resultsMessage } from "../window/context-pending.ts";
import { fixedCharactersOf, fixedTokensMaxOf, roomTokensOf } from "../window/context-prompt.ts";
import type { Message } from "../message.ts";
import { conclude, emptyDraft, extend } from "../reply/draft.ts";
import type { EventOf } from "../event.ts";
import type { Failure } from "../failure.ts";
import { type Seat, seatOf, streamIdOf } from "../ids.ts";
import { instructionText } from "../interventions/intervention.ts";
import { book } from "../ledger/ledger.ts";
import { plannerOf, purposeOf } from "../planning/planner.ts";
import { outputLimitOf } from "../server-knowledge.ts";
import { enterPhase, type SessionState, type State } from "../state.ts";
import { pauseSession } from "./pauses.ts";
import { noUsage } from "../ledger/usage.ts";
import { noRepetition } from "../tools/repetition.ts";
import { estimateOf, tokensOfLength } from "../ledger/usage-estimate.ts";

type SessionEvent = EventOf<
  | "session.opened"
  | "message.added"
  | "results.returned"
  | "instructions.given"
  | "context.trimmed"
  | "model.started"
  | "stream.deltas"
  | "stream.completed"
  | "stream.discarded"
  | "server.learned"
  | "prompt.cut"
  | "session.failed"
  | "session.paused"
>;

export function reduceSession(state: State, event: SessionEvent): void {
  switch (event.type) {
    case "session.opened":
      open(state, event);
      return;
    case "message.added":
      addMessage(state, state.sessions.get(event.sessionId)!, event.message);
      return;
    case "results.returned": {
      const session = state.sessions.get(event.sessionId)!;
      addMessage(state, session, resultsOf(session));
      return;
    }
    case "instructions.given":
      addMessage(state, state.sessions.get(event.sessionId)!, { role: "user", content: [] });
      return;
    case "context.trimmed":
      state.sessions.get(event.sessionId)!.context.drops = event.drops;
      return;
    case "model.started": {
      const session = state.sessions.get(event.unit.sessionId)!;
      state.unsettled.set(event.seq, event);
      enterPhase(state, session, { type: "calling", effectId: event.seq, draft: emptyDraft() });
      accountForStart(session.context, {
        atMs: event.atMs,
        estimatedBy: reporterFor(state, session),
      });
      session.promptTokens = event.reservedTokens - event.maxOutputTokens;
      session.reservedTokens = event.reservedTokens;
      session.reservedUsd = event.reservedUsd ?? 0;
      state.ledger.reservedTokens += session.reservedTokens;
      state.ledger.reservedUsd += session.reservedUsd;
      state.streams.get(session.streamId)!.live = true;
      return;
    }
    case "stream.deltas": {
      const { phase, context } = state.sessions.get(event.unit.sessionId)!;
      if (phase.type !== "calling") return;
      for (const delta of event.deltas) extend(phase.draft, delta);
      if (event.usage === null) return;
      phase.draft.usage = event.usage;
      context.firstUsage ??= { atMs: event.atMs, seq: event.seq };
      return;
    }
    case "stream.completed":
      complete(state, state.sessions.get(event.unit.sessionId)!, event);
      return;
    case "stream.discarded":
      discard(state, state.sessions.get(event.unit.sessionId)!, event);
      return;
    case "server.learned":
      learn(state, event);
      return;
    case "prompt.cut":
      state.sessions.get(event.sessionId)!.isCutTold = true;
      return;
    case "session.failed": {
      const session = state.sessions.get(event.sessionId)!;
      session.failure = event.failure;
      enterPhase(state, session, { type: "failed", failure: event.failure });
      state.streams.get(session.streamId)!.ended = true;
      return;
    }
    case "session.paused":
      pauseSession(state, event.sessionId, event.failure);
      return;
    default:
      assertNever(event);
  }
}

function open(state: State, event: EventOf<"session.opened">): void {
  const seat = seatOf(event);
  const streamId = streamIdOf(seat);
  const messages = [withInstructions(state, seat, event.message)];
  const fixedTokensMax = fixedTokensMaxOf(state.settings, seat.tier);
  state.dueSessions.add(event.sessionId);
  state.sessions.set(event.sessionId, {
    id: event.sessionId,
    seat,
    streamId,
    messages,
    context: openAccount(messages, fixedTokensMax, roomTokensOf(state.settings, seat.tier)),
    turn: 1,
    try: 1,
    failures: 0,
    lastFailure: null,
    sameFailures: 0,
    lessons: 0,
    flaws: 0,
    isCutTold: false,
    repetition: noRepetition(),
    failure: null,
    phase: { type: "due" },
    promptTokens: 0,
    reservedTokens: 0,
    reservedUsd: 0,
  });
  const stream = state.streams.get(streamId);
  if (stream === undefined) {
    state.streams.set(streamId, { text: "", turns: 0, live: false, ended: false });
  } else stream.ended = false;
}

/** A message from our side asks for the next turn; to a planner it also asks for another proposal. */
export function addMessage(state: State, session: SessionState, message: Message): void {
  session.messages.push(withInstructions(state, session.seat, message));
  accountFor(state, session);
  session.turn++;
  session.try = 1;
  session.failures = 0;
  session.lastFailure = null;
  session.sameFailures = 0;
  session.lessons = 0;
  enterPhase(state, session, { type: "due" });
  const planner = plannerOf(state, session);
  if (planner === null) return;
  planner.round++;
  planner.problems = null;
  planner.proposal = null;
}

/** What a person has said to the ticket's worker meanwhile goes with whatever it reads next. */
function withInstructions(state: State, { tier, ticketId }: Seat, message: Message): Message {
  const ticket = tier === "tier3" ? state.tickets.get(ticketId) : undefined;
  if (ticket === undefined || ticket.instructions.length === 0) return message;
  const said = ticket.instructions.map((text) => ({
    type: "text" as const,
    text: instructionText(text),
  }));
  ticket.instructions = [];
  return { ...message, content: [...message.content, ...said] };
}

/** What came of the calls of the session's turn, in their order. */
function resultsOf({ id, phase }: SessionState): Message {
  if (phase.type !== "acting") throw new Error(`Results were returned where none were due: ${id}`);
  return resultsMessage(phase.calls);
}

/** Takes the session's last message into account. */
function accountFor(state: State, session: SessionState): void {
  const roomTokens = roomTokensOf(state.settings, session.seat.tier);
  accountForMessage(session.context, session.messages, roomTokens);
}

function settle(
  state: State,
  session: SessionState,
  event: EventOf<"stream.completed" | "stream.discarded">,
): void {
  state.unsettled.delete(event.effectId);
  state.abandoned.delete(event.effectId);
  state.ledger.reservedTokens -= session.reservedTokens;
  state.ledger.reservedUsd -= session.reservedUsd;
  session.reservedTokens = 0;
  session.reservedUsd = 0;
  state.streams.get(session.streamId)!.live = false;
  if (session.phase.type !== "calling") return;
  const { draft } = session.phase;
  const completed = event.type === "stream.completed";
  accountForCall(session.context, { turn: session.turn, try: session.try, completed }, draft.usage);
  const { model } = state.settings.models[session.seat.tier];
  book(state.ledger, {
    seat: session.seat,
    sessionId: session.id,
    model,
    try: session.try,
    purpose: purposeOf(state, session),
    reported: draft.usage ?? noUsage,
    // Nobody knows what a try took that broke off.
    estimated: completed ? estimateOf(draft, promptTokensOfCall(state, session)) : noUsage,
    completed,
    price: state.settings.prices[model] ?? null,
  });
}

/** An estimate of what a call's prompt took, for providers that do not report it; never more than was reserved. */
function promptTokensOfCall({ settings }: State, { seat, context, promptTokens }: SessionState) {
  const characters = fixedCharactersOf(settings, seat.tier) + context.characters;
  return Math.min(promptTokens, tokensOfLength(characters));
}

function complete(state: State, session: SessionState, event: EventOf<"stream.completed">): void {
  const { phase } = session;
  settle(state, session, event);
  if (phase.type !== "calling") return;
  const { tier } = session.seat;
  const conclusion = conclude(phase.draft, {
    stopReason: event.stopReason,
    tier,
    maxOutputTokens: outputLimitOf(state, tier),
  });
  if (!conclusion.ok) throw new Error(`A reply was completed that is none: ${session.id}`);
  const { content, problems, flaw } = conclusion;
  const stream = state.streams.get(session.streamId)!;
  stream.text += phase.draft.text;
  stream.turns++;
  session.messages.push({ role: "assistant", content });
  accountFor(state, session);
  state.lastReports.set(session.seat.tier, session.id);
  const calls = content.filter((block) => block.type === "tool-use");
  const brings = flaw === null && (calls.length === 0 || problems.size < calls.length);
  session.flaws = brings ? 0 : session.flaws + 1;
  if (calls.length === 0) {
    enterPhase(state, session, { type: "replied", text: phase.draft.text, flaw });
    return;
  }
  enterPhase(state, session, {
    type: "acting",
    calls: calls.map(({ callId, tool, input }) => ({
      call: { callId, tool, input },
      commandParts: event.commandParts[callId] ?? null,
      problem: problems.get(callId) ?? null,
      status: "waiting",
      doubts: 0,
      text: "",
      isError: false,
    })),
  });
}

function discard(state: State, session: SessionState, event: EventOf<"stream.discarded">): void {
  settle(state, session, event);
  const { code } = event.failure;
  if (code === "crashed" || code === "cancelled") {
    session.try++;
    enterPhase(state, session, { type: "due" });
    return;
  }
  session.failures++;
  const before = session.lastFailure;
  const isSame = before?.code === code && wordsOf(before) === wordsOf(event.failure);
  session.sameFailures = isSame ? session.sameFailures + 1 : 1;
  session.lastFailure = event.failure;
  const { effectId, failure } = event;
  enterPhase(state, session, { type: "discarded", failure, effectId });
}

/** What a server said, without the id behind it by which it knows the call: that is another each time. */
const wordsOf = ({ message }: Failure): string => message.replace(/ \([\w.:-]{8,}\)$/, "");

/** The refused try does not count: the next one asks for the same in another way. */
function learn(state: State, event: EventOf<"server.learned">): void {
  const { server, seq } = event;
  const traits = { ...state.servers.get(server)?.traits, ...event.traits };
  state.servers.set(server, { traits, seq });
  const session = state.sessions.get(event.sessionId)!;
  session.lessons++;
  session.failures--;
  session.try++;
  enterPhase(state, session, { type: "due" });
}
