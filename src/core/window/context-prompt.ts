import {
  type MessageTokens,
  measure,
  rawToolsTokens,
  rawTokensOf,
  toolsCharacters,
  tokensMaxOfText,
} from "./context-tokens.ts";
import type { Tier } from "../ids.ts";
import type { Settings } from "../settings.ts";
import type { SessionState, State } from "../state.ts";
import type { PromptTokens, TurnTokens } from "./trim.ts";

/** By message, uncorrected: read from a session's account, or counted where it is not kept there. */
export function messageTokensOf({ context, messages }: SessionState): readonly MessageTokens[] {
  return context.messageTokens ?? messages.map(measure);
}

/** What a session's prompt could hold, uncorrected. */
export function promptOf(
  state: State,
  session: SessionState,
  messageTokens: readonly MessageTokens[] = messageTokensOf(session),
): PromptTokens {
  const { tier } = session.seat;
  const [first, ...others] = messageTokens;
  const turns: TurnTokens[] = [];
  for (let index = 0; index < others.length; index += 2) {
    const reply = others[index]!;
    const results = others[index + 1] ?? { whole: 0, slim: null };
    turns.push({
      whole: reply.whole + results.whole,
      slim: results.slim === null ? null : reply.whole + results.slim,
    });
  }
  return {
    systemTokens: rawTokensOf(state.settings.prompts.system[tier]),
    toolsTokens: rawToolsTokens(tier),
    firstTokens: first?.whole ?? 0,
    turns,
  };
}

/** What a prompt may take: the window, less the room for the reply. `null` where the window is unknown. */
export function roomTokensOf(settings: Settings, tier: Tier): number | null {
  const { contextTokens, maxOutputTokens } = settings.models[tier];
  return contextTokens === null ? null : contextTokens - maxOutputTokens;
}

/** More than a tier's system prompt and tools take by any tokenizer. */
export const fixedTokensMaxOf = (settings: Settings, tier: Tier): number =>
  tokensMaxOfText(fixedCharactersOf(settings, tier));

export const fixedCharactersOf = (settings: Settings, tier: Tier): number =>
  settings.prompts.system[tier].length + toolsCharacters(tier);
