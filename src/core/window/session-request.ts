import type { ModelRequest } from "../effect.ts";
import { callAddress } from "../ids.ts";
import { outputSchemas } from "../planning/read-plan.ts";
import { nextPromptOf } from "./next-prompt.ts";
import { outputLimitOf, traitsOf } from "../server-knowledge.ts";
import type { SessionState, State } from "../state.ts";

/**
 * The next request of a session. It is a pure function of the log, so that a call that is repeated is the same
 * call.
 */
export function requestOf(state: State, session: SessionState): ModelRequest {
  const { tier } = session.seat;
  const { provider, model, baseUrl = null, body = {} } = state.settings.models[tier];
  return {
    address: callAddress(session),
    provider,
    model,
    baseUrl,
    traits: traitsOf(state, tier),
    body,
    maxOutputTokens: outputLimitOf(state, tier),
    ...nextPromptOf(state, session),
    outputSchema: tier === "tier1" || tier === "tier2" ? outputSchemas[tier] : null,
  };
}
