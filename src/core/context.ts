import { placeBreakpoints } from "./cache-breakpoints.ts";
import type { ModelRequest } from "./effect.ts";
import { outputSchemas } from "./planning.ts";
import type { SessionState, State } from "./state.ts";
import { toolsOf } from "./tools.ts";
import { trimMessages } from "./trim-messages.ts";

/** The next request of a session: a pure function of the log, so a redone call is the same call. */
export function requestOf(state: State, session: SessionState): ModelRequest {
  const { tier } = session.seat;
  const { provider, model, maxOutputTokens } = state.settings.models[tier];
  const system = state.settings.prompts.system[tier];
  const tools = toolsOf(tier);
  const messages = trimMessages(session.messages, session.context.drops);
  return {
    address: { ...session.seat, turn: session.turn, try: session.try },
    provider,
    model,
    maxOutputTokens,
    system,
    messages,
    tools,
    outputSchema: tier === "tier1" || tier === "tier2" ? outputSchemas[tier] : null,
    cacheBreakpoints: placeBreakpoints({ system, tools, messages }, session.messages[0]!),
  };
}
