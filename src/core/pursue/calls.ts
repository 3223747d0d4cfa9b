import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import {
  callGateId,
  doubtGateId,
  openCallGate,
  openInsistentGate,
  questionGateId,
} from "../gates/gate.ts";
import { placeOfCall } from "../gates/popup-place.ts";
import type { TicketSeat } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import type { CallState, Gate, SessionState, State } from "../state.ts";
import { repeatsDefault, timesBefore } from "../tools/repetition.ts";
import { toolsOf } from "../tools/offered-tools.ts";

/** A tool call of a session's turn; `index` counts them from 0. */
interface TurnCall {
  readonly session: SessionState;
  readonly call: CallState;
  readonly index: number;
}

/** One that a worker makes. */
interface WorkerCall extends TurnCall {
  readonly seat: TicketSeat;
}

/** Takes one tool call through its gate to its end. */
export function pursueCall(state: State, turnCall: TurnCall): readonly EventBody[] {
  const { session, call } = turnCall;
  if (call.status === "running" || call.status === "ended") return [];
  const { seat } = session;
  const { tool } = call.call;
  const tools = toolsOf(seat.tier);
  if (seat.ticketId === null || !tools.some(({ name }) => name === tool)) {
    const names = tools.map(({ name }) => name).join(", ");
    return [refused(turnCall, `There is no tool "${tool}". There are: ${names}.`)];
  }
  if (call.problem !== null) return [refused(turnCall, call.problem)];
  const workerCall = { ...turnCall, seat };
  if (tool === "ask") return ask(state, workerCall);
  return call.status === "in-doubt" ? settleDoubt(state, workerCall) : make(state, workerCall);
}

function make(state: State, workerCall: WorkerCall): readonly EventBody[] {
  const { session, seat, call, index } = workerCall;
  const { callId, tool, input } = call.call;
  const id = callGateId(session, index);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const subject = { kind: "tool", payload: { tool, input } } as const;
    const request = { id, subject, place: placeOfCall(seat, callId) };
    const isRepeated =
      timesBefore(session.repetition, call.call) >= (state.settings.repeats ?? repeatsDefault);
    const open = isRepeated ? openInsistentGate : openCallGate;
    return [open(state, request, call.commandParts)];
  }
  if (gate.status === "open") return [];
  if (gate.decision?.type === "abort") return [abortTicket(seat)];
  return [
    gate.status === "allowed" ? start(workerCall, gate) : refused(workerCall, refusalText(gate)),
  ];
}

function refusalText(gate: Gate): string {
  if (gate.decision === null) return `This call was not made: ${gate.reason}.`;
  return `A person rejected this call: ${gate.reason}`;
}

function start({ session, call, index }: WorkerCall, gate: Gate): EventBody {
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

function ask(state: State, workerCall: WorkerCall): readonly EventBody[] {
  const { session, seat, call, index } = workerCall;
  const { question } = call.call.input;
  if (typeof question !== "string") {
    return [refused(workerCall, 'ask: "question" must be a text')];
  }
  const id = questionGateId(session, index);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const subject = { kind: "question", payload: { question } } as const;
    const request = { id, subject, place: placeOfCall(seat, call.call.callId) };
    return [openCallGate(state, request, call.commandParts)];
  }
  switch (gate.decision?.type) {
    case "answer":
      return [answered(workerCall, gate.decision.text)];
    case "abort":
      return [abortTicket(seat)];
    default:
      return gate.status === "expired"
        ? [refused(workerCall, "Nobody answered in time. Decide yourself.")]
        : [];
  }
}

/** Before a crash the call was started, and nothing says that it ended: only a person can tell. */
function settleDoubt(state: State, workerCall: WorkerCall): readonly EventBody[] {
  const { session, seat, call, index } = workerCall;
  const id = doubtGateId(session, index, call.doubts);
  const gate = state.gates.get(id);
  const permit = state.gates.get(callGateId(session, index))!;
  if (gate === undefined) {
    const payload = permit.payload as { tool: string; input: JsonObject };
    const subject = { kind: "in-doubt", payload } as const;
    const request = { id, subject, place: placeOfCall(seat, call.call.callId) };
    return [openCallGate(state, request, call.commandParts)];
  }
  if (gate.status === "open") return [];
  switch (gate.decision?.type) {
    case "happened":
      return [answered(workerCall, "The call was made; its output was lost.")];
    case "redo":
      return [start(workerCall, permit)];
    default:
      return gate.status === "expired"
        ? [failTicket(seat, { code: "expired", message: gate.reason })]
        : [abortTicket(seat)];
  }
}

/** The call ends without its tool: its model reads this instead of a result. */
const answered = (call: TurnCall, text: string): EventBody => ended(call, { text, isError: false });
const refused = (call: TurnCall, text: string): EventBody => ended(call, { text, isError: true });

function ended(
  { session, call, index }: TurnCall,
  result: { readonly text: string; readonly isError: boolean },
): EventBody {
  const { callId } = call.call;
  const place = { sessionId: session.id, turn: session.turn, index, callId };
  return { type: "tool.ended", effectId: null, ...place, ...result };
}

const abortTicket = (seat: TicketSeat): EventBody =>
  failTicket(seat, { code: "aborted", message: "a person aborted the ticket" });

const failTicket = ({ ticketId }: TicketSeat, failure: Failure): EventBody => ({
  type: "ticket.failed",
  ticketId,
  failure,
});
