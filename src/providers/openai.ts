import type OpenAI from "openai";
import type { Provider } from "../ports.ts";
import { isOpenaiHost, openaiTraits } from "./known-servers.ts";
import {
  callThrough,
  type ClientOptions,
  clientProvider,
  fetchOfCall,
  type Sending,
} from "./model-client.ts";
import { openaiReader } from "./openai-events.ts";
import { openaiRequest } from "./openai-request.ts";
import { responsesReader } from "./responses-events.ts";
import { responsesRequest } from "./responses-request.ts";
import { onlyOnce } from "./only-once.ts";
import { strangerHeaders } from "./stranger-headers.ts";

export interface OpenaiOptions extends ClientOptions {
  /** `null`: the server wants none, as those on one's own machine do. */
  readonly apiKey: string | null;
}

/** The client wants a key, whether or not the server does. */
const noKey = "no-key";

/** The client's own limit must never be what ends a call: the conductor has limits of its own. */
const timeoutMs = 24 * 60 * 60_000;

/**
 * Chat Completions as a provider, which is what OpenAI, DeepSeek, MiniMax, Ollama, vLLM and Gemini's endpoint
 * have in common, and Responses, where a server or its model wants that. Through OpenAI's client, which is
 * loaded at the first call.
 */
export function openaiProvider(options: OpenaiOptions): Provider {
  let client: OpenAI | null = null;
  return clientProvider(
    options,
    {
      secrets: [options.apiKey ?? ""],
      traitsFor: ({ model, traits }) => openaiTraits(options.baseURL, model, traits),
      bodyOf: (request, traits) =>
        traits.api === "chat" ? openaiRequest(request, traits) : responsesRequest(request, traits),
      readerFor: (push, asked, { api }) =>
        api === "chat" ? openaiReader(push, asked) : responsesReader(push, asked),
      async send(sending) {
        const sdk = await loadOpenaiSdk();
        client ??= clientOf(sdk, options);
        return await send(client, sending);
      },
    },
    { prefix: "", isCertain: false },
  );
}

/** Loads the client ahead of its first use, as a simulation does before its clock starts. */
export const loadOpenaiSdk = onlyOnce(async (): Promise<typeof OpenAI> => {
  const { default: sdk } = await import("openai");
  return sdk;
});

const paths = { chat: "/chat/completions", responses: "/responses" } as const;

async function send(
  client: OpenAI,
  { body, traits, headers, signal, fetch }: Sending,
): Promise<Response> {
  const fetchOptions = callThrough(fetch);
  return await client.post(paths[traits.api], { body, headers, signal, fetchOptions }).asResponse();
}

function clientOf(sdk: typeof OpenAI, options: OpenaiOptions): OpenAI {
  const { baseURL } = options;
  const isOpenai = isOpenaiHost(baseURL);
  return new sdk({
    apiKey: options.apiKey ?? noKey,
    adminAPIKey: null,
    baseURL,
    fetch: fetchOfCall,
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write to the console what a provider sent; failures are told as events instead.
    logLevel: "off",
    defaultHeaders: isOpenai ? {} : strangerHeaders,
    // The client takes them from the environment, and a stranger has no business with them.
    ...(!isOpenai && { organization: null, project: null }),
  });
}
