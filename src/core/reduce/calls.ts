import type { EventOf } from "../event.ts";
import type { SessionId } from "../ids.ts";
import { noteResult } from "../tools/repetition.ts";
import type { CallState, State } from "../state.ts";

export function reduceTool(state: State, event: EventOf<"tool.started" | "tool.ended">): void {
  const call = callOf(state, event);
  if (event.type === "tool.started") {
    state.unsettled.set(event.seq, event);
    if (call !== null) call.status = "running";
    return;
  }
  if (event.effectId !== null) state.unsettled.delete(event.effectId);
  if (call === null) return;
  call.status = "ended";
  call.text = event.text;
  call.isError = event.isError;
  noteResult(state.sessions.get(event.sessionId)!.repetition, call.call, call);
}

/** The call that an event speaks of; `null` once its session has gone on without it. */
export function callOf(
  state: State,
  at: { readonly sessionId: SessionId; readonly turn: number; readonly index: number },
): CallState | null {
  const session = state.sessions.get(at.sessionId);
  if (session?.phase.type !== "acting" || session.turn !== at.turn) return null;
  return session.phase.calls[at.index] ?? null;
}
