import type Anthropic from "@anthropic-ai/sdk";
import type { MessageCreateParamsStreaming } from "@anthropic-ai/sdk/resources/messages";
import type { Provider } from "../ports.ts";
import { anthropicReader } from "./anthropic-events.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { anthropicTraits, isAnthropicHost } from "./known-servers.ts";
import { callThrough, type ClientOptions, clientProvider, fetchOfCall } from "./model-client.ts";
import { onlyOnce } from "./only-once.ts";
import { strangerHeaders } from "./stranger-headers.ts";

export interface AnthropicOptions extends ClientOptions {
  /** In `x-api-key`; `null`: the token stands for it, or the server wants none. */
  readonly apiKey: string | null;
  /** In `authorization`, as gateways and servers that speak like Anthropic's want it. */
  readonly authToken?: string;
}

/** The client's own limit must never be what ends a call: the conductor has limits of its own. */
const timeoutMs = 24 * 60 * 60_000;

/** The Messages API as a provider, through Anthropic's SDK, which is loaded at the first call. */
export function anthropicProvider(options: AnthropicOptions): Provider {
  const { baseURL } = options;
  let client: Anthropic | null = null;
  return clientProvider(
    options,
    {
      secrets: [options.apiKey ?? "", options.authToken ?? ""],
      traitsFor: ({ model, traits }) => anthropicTraits(baseURL, model, traits),
      bodyOf: anthropicRequest,
      readerFor: anthropicReader,
      async send({ body, headers, fetch, signal }) {
        const sdk = await loadAnthropicSdk();
        client ??= clientOf(sdk, options, fetchOfCall);
        const fetchOptions = callThrough(fetch);
        return await client.messages
          .create(body as MessageCreateParamsStreaming, { signal, headers, fetchOptions })
          .asResponse();
      },
    },
    null,
  );
}

/** Loads the SDK ahead of its first use, as a simulation does before its clock starts. */
export const loadAnthropicSdk = onlyOnce(async (): Promise<typeof Anthropic> => {
  const { default: sdk } = await import("@anthropic-ai/sdk");
  return sdk;
});

export function clientOf(
  sdk: typeof Anthropic,
  options: Pick<AnthropicOptions, "apiKey" | "authToken" | "baseURL">,
  fetch: typeof globalThis.fetch,
): Anthropic {
  const { baseURL, apiKey, authToken } = options;
  return new sdk({
    apiKey: apiKey ?? (authToken === undefined ? noKey : null),
    authToken: authToken ?? null,
    baseURL,
    fetch,
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write to the console what a provider sent; failures are told as events instead.
    logLevel: "off",
    defaultHeaders: isAnthropicHost(baseURL) ? {} : strangerHeaders,
  });
}

/** The client wants a key, whether or not the server does. */
const noKey = "no-key";
