import type { ModelRequest } from "./effect.ts";
import { outputSchemas } from "./planning.ts";
import { nextPromptOf } from "./prompt.ts";
import type { SessionState, State } from "./state.ts";

/**
 * The next request of a session. It is a pure function of the log, so that a call that is repeated is the same
 * call.
 */
export function requestOf(state: State, session: SessionState): ModelRequest {
  const { tier } = session.seat;
  const { provider, model, maxOutputTokens } = state.settings.models[tier];
  return {
    address: { ...session.seat, turn: session.turn, try: session.try },
    provider,
    model,
    maxOutputTokens,
    ...nextPromptOf(state, session),
    outputSchema: tier === "tier1" || tier === "tier2" ? outputSchemas[tier] : null,
  };
}
