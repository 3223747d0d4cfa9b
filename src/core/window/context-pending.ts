import { type ContextAccount } from "./context-account.ts";
import { measure, tokensMaxOf } from "./context-tokens.ts";
import type { Message } from "../message.ts";
import type { CallState, SessionState } from "../state.ts";

/** The message that gives a model the results of its calls. */
export function resultsMessage(calls: readonly CallState[]): Message {
  return {
    role: "user",
    content: calls.map(({ call: { callId }, text, isError }) => ({
      type: "tool-result",
      callId,
      text,
      isError,
    })),
  };
}

/** How many calls of the last reply have no result yet; the size of the next prompt is unknown until they do. */
export function pendingCallsOf({ phase }: SessionState): number {
  if (phase.type !== "acting") return 0;
  return phase.calls.filter(({ status }) => status !== "ended").length;
}

/**
 * The session with the results so far as a message, as if its pending calls brought nothing: they will be in the
 * next prompt, whatever else comes.
 */
export function withResultsInHand(session: SessionState): SessionState {
  const { phase, messages, context } = session;
  const ended = phase.type === "acting" ? phase.calls.filter(isEnded) : [];
  if (ended.length === 0) return session;
  const message = resultsMessage(ended);
  return { ...session, messages: [...messages, message], context: withMessage(context, message) };
}

const isEnded = ({ status }: CallState): boolean => status === "ended";

function withMessage(context: ContextAccount, message: Message): ContextAccount {
  const { messageTokens, tokensMax } = context;
  return {
    ...context,
    tokensMax: tokensMax + tokensMaxOf(message),
    messageTokens: messageTokens === null ? null : [...messageTokens, measure(message)],
  };
}
