import type { Tier } from "./ids.ts";
import type { KnownTraits } from "./server.ts";
import type { ModelChoice } from "./settings.ts";
import type { State } from "./state.ts";

/** Names a server and the model on it, for people and as a key. */
export const serverNameOf = ({ provider, model, baseUrl }: ModelChoice): string =>
  `${model} (${provider}${baseUrl === undefined ? "" : ` at ${baseUrl}`})`;

/** What is known of a tier's server by now: what it has refused wins over what the configuration says. */
export function traitsOf(state: State, tier: Tier): KnownTraits {
  const choice = state.settings.models[tier];
  return { ...choice.traits, ...state.servers.get(serverNameOf(choice))?.traits };
}

/** The most that one reply of a tier may hold: what was set, or less where the server grants less. */
export function outputLimitOf(state: State, tier: Tier): number {
  const granted = traitsOf(state, tier).maxOutputTokens ?? Infinity;
  return Math.min(state.settings.models[tier].maxOutputTokens, granted);
}
