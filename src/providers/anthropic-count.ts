import type { ModelRequest } from "../core/effect.ts";
import type { Failure } from "../core/failure.ts";
import { type AnthropicOptions, clientOf, loadAnthropicSdk } from "./anthropic.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { openExchange } from "./exchange.ts";
import { countOf } from "./json-value.ts";
import { anthropicTraits } from "./known-servers.ts";

/** How many tokens a prompt has, as the provider counts them; or why it could not. */
export type TokenCount =
  | { readonly type: "counted"; readonly inputTokens: number }
  | { readonly type: "failed"; readonly failure: Failure };

/** Asks once, costs nothing, and never throws. */
export type CountTokens = (request: ModelRequest, signal: AbortSignal) => Promise<TokenCount>;

/** `POST /v1/messages/count_tokens`: the body of a call, without what is about its reply. */
export function anthropicCountTokens(options: Omit<AnthropicOptions, "clock">): CountTokens {
  const { baseURL, apiKey, authToken = "" } = options;
  const secrets = [apiKey ?? "", authToken];
  return async (request, signal) => {
    const exchange = openExchange({
      fetch: options.fetchFor?.(request.address) ?? fetch,
      baseURL,
      found: null,
      secrets,
      teaches: () => null,
    });
    try {
      const traits = anthropicTraits(baseURL, request.model, request.traits);
      const { max_tokens: _, stream: __, ...prompt } = anthropicRequest(request, traits);
      const { messages } = clientOf(await loadAnthropicSdk(), options, exchange.fetch);
      const { headers = {} } = options;
      const answer: { readonly input_tokens?: unknown } = await messages.countTokens(prompt, {
        signal,
        headers,
        timeout: timeoutMs,
      });
      const inputTokens = countOf(answer.input_tokens);
      if (inputTokens !== null) return { type: "counted", inputTokens };
      return failed({ code: "server-error", message: "The answer holds no count." });
    } catch (error) {
      return failed(exchange.failureOf(error));
    }
  };
}

/** A person waits for it. */
const timeoutMs = 30_000;

const failed = (failure: Failure): TokenCount => ({ type: "failed", failure });
