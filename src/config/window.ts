import type { ModelChoice } from "../core/settings.ts";
import type { WindowConfig } from "./define-config.ts";
import { knownModels } from "./prices.ts";

const maxOutputTokensDefault = 16_000;
/** The most of a window that is kept for the reply, so that a small one has room for a prompt. */
const replyShareMax = 1 / 4;

/** What a model can hold, and how much of it is kept for a reply; what `first` says wins over `then`. */
export function windowOf(
  model: string,
  first: WindowConfig,
  then: WindowConfig,
): Pick<ModelChoice, "contextTokens" | "maxOutputTokens"> {
  const contextTokens = firstGiven(
    first.contextTokens,
    then.contextTokens,
    knownModels.get(model)?.contextTokens,
  );
  const replyMax = contextTokens === null ? Infinity : Math.floor(contextTokens * replyShareMax);
  const maxOutputTokens =
    first.maxOutputTokens ??
    then.maxOutputTokens ??
    Math.max(1, Math.min(maxOutputTokensDefault, replyMax));
  return { contextTokens, maxOutputTokens };
}

/** `null` says that it is unknown, which is more than nothing said. */
function firstGiven(...candidates: readonly (number | null | undefined)[]): number | null {
  return candidates.find((candidate) => candidate !== undefined) ?? null;
}
