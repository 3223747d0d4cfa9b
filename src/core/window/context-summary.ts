import { promptTokensOf } from "./context-account.ts";
import type { Failure } from "../failure.ts";
import type { Seat, SessionId, StreamId } from "../ids.ts";
import type { SessionState, State } from "../state.ts";

/** How full a session's window was at its last call, as the provider reported it. Costs no tokenizer. */
export type ContextSummary = Seat & {
  readonly sessionId: SessionId;
  readonly streamId: StreamId;
  readonly model: string;
  readonly phase: SessionState["phase"]["type"];
  readonly completedTurns: number;
  /** Why the session failed, also once it is closed. */
  readonly failure: Pick<Failure, "code" | "message"> | null;
  /** `null` before the first report. */
  readonly reportedTokens: number | null;
  readonly limitTokens: number | null;
  readonly utilisation: number | null;
  /** How often something was left out is in the log; what is left out now, in turns. */
  readonly droppedTurns: number;
};

export function contextSummaries(state: State): readonly ContextSummary[] {
  return [...state.sessions.values()].map((session) => summaryOf(state, session));
}

function summaryOf(state: State, session: SessionState): ContextSummary {
  const { seat, context } = session;
  const { model, contextTokens } = state.settings.models[seat.tier];
  const last = context.calls.at(-1);
  const reportedTokens = last === undefined ? null : promptTokensOf(last.usage);
  return {
    ...seat,
    sessionId: session.id,
    streamId: session.streamId,
    model,
    phase: session.phase.type,
    completedTurns: context.calls.filter(({ completed }) => completed).length,
    failure: failureOf(session),
    reportedTokens,
    limitTokens: contextTokens,
    utilisation:
      reportedTokens === null || contextTokens === null ? null : reportedTokens / contextTokens,
    droppedTurns: context.drops.turnsThrough,
  };
}

/** In words alone: what a provider said about retries is of no use to a reader. */
export function failureOf({ failure }: SessionState): Pick<Failure, "code" | "message"> | null {
  return failure === null ? null : { code: failure.code, message: failure.message };
}

/** The session that called a model last; `null` where none has. */
export function latestSession(state: State): SessionId | null {
  let latest: SessionState | null = null;
  for (const session of state.sessions.values()) {
    // A session that was opened later wins among equals: times of a rehearsal are often the same.
    const isLater = latest === null || session.context.startedAtMs >= latest.context.startedAtMs;
    if (isLater) latest = session;
  }
  return latest?.id ?? null;
}
