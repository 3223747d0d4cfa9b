import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import {
  callGateId,
  doubtGateId,
  gateOfSession,
  openGate,
  openInsistentGate,
  questionGateId,
} from "../gates/gate.ts";
import type { JsonObject } from "../json.ts";
import type { CallState, Gate, SessionState, State } from "../state.ts";
import { repeatsDefault, timesBefore } from "../tools/repetition.ts";
import { toolsOf } from "../tools/tools.ts";

/** Takes one tool call through its gate to its end. */
export function pursueCall(
  state: State,
  session: SessionState,
  call: CallState,
  index: number,
): readonly EventBody[] {
  if (call.status === "running" || call.status === "ended") return [];
  const { tool } = call.call;
  const tools = toolsOf(session.seat.tier);
  if (!tools.some(({ name }) => name === tool)) {
    const names = tools.map(({ name }) => name).join(", ");
    return [answer(session, call, index, `There is no tool "${tool}". There are: ${names}.`, true)];
  }
  if (call.problem !== null) return [answer(session, call, index, call.problem, true)];
  if (tool === "ask") return ask(state, session, call, index);
  if (call.status === "in-doubt") return settleDoubt(state, session, call, index);
  const id = callGateId(session, index);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const subject = { kind: "tool", payload: { tool, input: call.call.input } } as const;
    const request = { id, subject, ...gateOfSession(session), call };
    const isRepeated =
      timesBefore(session.repetition, call.call) >= (state.settings.repeats ?? repeatsDefault);
    return [isRepeated ? openInsistentGate(state, request) : openGate(state, request)];
  }
  if (gate.status === "open") return [];
  if (gate.decision?.type === "abort") return [abortTicket(session)];
  if (gate.status === "allowed") return [start(session, call, index, gate)];
  return [answer(session, call, index, refusalText(gate), true)];
}

function refusalText(gate: Gate): string {
  if (gate.decision === null) return `This call was not made: ${gate.reason}.`;
  return `A person rejected this call: ${gate.reason}`;
}

function start(session: SessionState, call: CallState, index: number, gate: Gate): EventBody {
  const { tool, input } = gate.payload as { tool: string; input: JsonObject };
  return {
    type: "tool.started",
    sessionId: session.id,
    turn: session.turn,
    index,
    callId: call.call.callId,
    tool,
    input,
    gate: gate.id,
    payloadHash: gate.payloadHash,
  };
}

function ask(
  state: State,
  session: SessionState,
  call: CallState,
  index: number,
): readonly EventBody[] {
  const { question } = call.call.input;
  if (typeof question !== "string") {
    return [answer(session, call, index, 'ask: "question" must be a text', true)];
  }
  const id = questionGateId(session, index);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const subject = { kind: "question", payload: { question } } as const;
    return [openGate(state, { id, subject, ...gateOfSession(session), call })];
  }
  switch (gate.decision?.type) {
    case "answer":
      return [answer(session, call, index, gate.decision.text, false)];
    case "abort":
      return [abortTicket(session)];
    default:
      return gate.status === "expired"
        ? [answer(session, call, index, "Nobody answered in time. Decide yourself.", true)]
        : [];
  }
}

/** Before a crash the call was started, and nothing says that it ended: only a person can tell. */
function settleDoubt(
  state: State,
  session: SessionState,
  call: CallState,
  index: number,
): readonly EventBody[] {
  const id = doubtGateId(session, index, call.doubts);
  const gate = state.gates.get(id);
  const permit = state.gates.get(callGateId(session, index))!;
  if (gate === undefined) {
    const payload = permit.payload as { tool: string; input: JsonObject };
    const subject = { kind: "in-doubt", payload } as const;
    return [openGate(state, { id, subject, ...gateOfSession(session), call })];
  }
  if (gate.status === "open") return [];
  switch (gate.decision?.type) {
    case "happened":
      return [answer(session, call, index, "The call was made; its output was lost.", false)];
    case "redo":
      return [start(session, call, index, permit)];
    default:
      return gate.status === "expired"
        ? [failTicket(session, { code: "expired", message: gate.reason })]
        : [abortTicket(session)];
  }
}

function answer(
  session: SessionState,
  call: CallState,
  index: number,
  text: string,
  isError: boolean,
): EventBody {
  const { callId } = call.call;
  const place = { sessionId: session.id, turn: session.turn, index, callId };
  return { type: "tool.ended", effectId: null, ...place, text, isError };
}

const abortTicket = (session: SessionState): EventBody =>
  failTicket(session, { code: "aborted", message: "a person aborted the ticket" });

const failTicket = (session: SessionState, failure: Failure): EventBody => ({
  type: "ticket.failed",
  ticketId: session.seat.ticketId!,
  failure,
});
