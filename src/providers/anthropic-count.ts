import type Anthropic from "@anthropic-ai/sdk";
import type { ModelRequest } from "../core/effect.ts";
import type { Failure } from "../core/failure.ts";
import { type AnthropicOptions, clientOf, loadAnthropicSdk } from "./anthropic.ts";
import { anthropicFailure } from "./anthropic-failure.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { safeMessage } from "./safe-message.ts";

/** How many tokens a prompt has, as the provider counts them; or why it could not. */
export type TokenCount =
  | { readonly type: "counted"; readonly inputTokens: number }
  | { readonly type: "failed"; readonly failure: Failure };

/** Asks once, costs nothing, and never throws. */
export type CountTokens = (request: ModelRequest, signal: AbortSignal) => Promise<TokenCount>;

/** `POST /v1/messages/count_tokens`: the body of a call, without what is about its reply. */
export function anthropicCountTokens(options: Omit<AnthropicOptions, "nextTurn">): CountTokens {
  return async (request, signal) => {
    let sdk: typeof Anthropic | null = null;
    try {
      sdk = await loadAnthropicSdk();
      const { max_tokens: _, stream: __, ...prompt } = anthropicRequest(request);
      const { messages } = clientOf(sdk, options, request.address);
      const answer: { readonly input_tokens?: unknown } = await messages.countTokens(prompt, {
        signal,
        timeout: timeoutMs,
      });
      const { input_tokens: inputTokens } = answer;
      if (typeof inputTokens === "number") return { type: "counted", inputTokens };
      return failed("server-error", "The answer holds no count.");
    } catch (error) {
      return sdk === null
        ? failed("connection-failed", safeMessage(String(error), options.apiKey))
        : {
            type: "failed",
            failure: anthropicFailure(error, "before-headers", sdk, options.apiKey),
          };
    }
  };
}

/** A person waits for it. */
const timeoutMs = 30_000;

const failed = (code: Failure["code"], message: string): TokenCount => ({
  type: "failed",
  failure: { code, message },
});
