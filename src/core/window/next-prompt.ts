import { type CacheBreakpoint, placeBreakpoints } from "./cache-breakpoints.ts";
import type { Message, ToolDefinition } from "../message.ts";
import type { SessionState, State } from "../state.ts";
import { toolsOf } from "../tools/offered-tools.ts";
import { trimMessages } from "./trim-messages.ts";

/** What a request gives a model to read, and which prefixes of it a provider should keep. */
export interface Prompt {
  readonly system: string;
  readonly tools: readonly ToolDefinition[];
  readonly messages: readonly Message[];
  readonly cacheBreakpoints: readonly CacheBreakpoint[];
}

/** Of a session's next request, with what has been dropped so far left out. */
export function nextPromptOf(state: State, session: SessionState): Prompt {
  const { tier } = session.seat;
  const system = state.settings.prompts.system[tier];
  const tools = toolsOf(tier);
  const messages = trimMessages(session.messages, session.context.drops);
  const cacheBreakpoints = placeBreakpoints({ system, tools, messages }, session.messages[0]!);
  return { system, tools, messages, cacheBreakpoints };
}
