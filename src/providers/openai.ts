import type OpenAI from "openai";
import type { ModelRequest } from "../core/effect.ts";
import type { Address } from "../core/ids.ts";
import type { Provider, ProviderEvent } from "../ports.ts";
import { addressHeaders } from "./address-header.ts";
import { batches } from "./batches.ts";
import type { CallStage } from "./call-failure.ts";
import { openaiReader } from "./openai-events.ts";
import { openaiFailure } from "./openai-failure.ts";
import { openaiRequest } from "./openai-request.ts";
import { type ServerTraits, traitsOf } from "./openai-server.ts";
import { namedServer } from "./named-server.ts";
import { safeMessage } from "./safe-message.ts";

export interface OpenaiOptions {
  /** `null`: the server wants none, as those on one's own machine do. */
  readonly apiKey: string | null;
  /** Where the API is; absent: where the client finds it (`OPENAI_BASE_URL`, or OpenAI itself). */
  readonly baseURL?: string;
  /** The `fetch` of one call; absent: the runtime's. */
  readonly fetchFor?: (address: Address) => typeof fetch;
  /** Sends the call's address in a header, to a mock on loopback only. */
  readonly sendAddress?: boolean;
  /** Calls back once what the current turn of the event loop brought has been taken in. */
  readonly nextTurn: (callback: () => void) => void;
}

/** The client wants a key, whether or not the server does. */
const noKey = "no-key";

/** The client's own limit must never be what ends a call: the conductor has limits of its own. */
const timeoutMs = 24 * 60 * 60_000;

/**
 * Chat Completions as a provider, which is what OpenAI, DeepSeek, MiniMax, Ollama, vLLM and Gemini's
 * endpoint have in common, through OpenAI's client, which is loaded at the first call.
 */
export function openaiProvider(options: OpenaiOptions): Provider {
  return {
    stream: (request, signal) =>
      batches((push, abort) => pump(options, request, push, abort), options.nextTurn, signal),
  };
}

/** Loads the client ahead of its first use, as a simulation does before its clock starts. */
export async function loadOpenaiSdk(): Promise<typeof OpenAI> {
  const { default: sdk } = await import("openai");
  return sdk;
}

const defaultServer = "https://api.openai.com";

async function pump(
  options: OpenaiOptions,
  request: ModelRequest,
  push: (event: ProviderEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let stage: CallStage = "before-headers";
  let sdk: typeof OpenAI | null = null;
  try {
    sdk = await loadOpenaiSdk();
    const { client, server } = clientOf(sdk, options, request.address);
    const stream = await client.chat.completions.create(openaiRequest(request, server), {
      signal,
      ...(options.sendAddress === true && {
        headers: addressHeaders(client.baseURL, request.address),
      }),
    });
    stage = "in-stream";
    const reader = openaiReader(push);
    for await (const chunk of stream) reader.read(chunk);
    reader.end();
  } catch (error) {
    const apiKey = options.apiKey ?? "";
    const failure =
      sdk === null
        ? { code: "connection-failed" as const, message: safeMessage(String(error), apiKey) }
        : openaiFailure(error, stage, sdk, apiKey);
    push({ type: "failed", failure: namedServer(failure, options.baseURL ?? defaultServer) });
  }
}

/** A client a call, because its `fetch` may know the call's address. */
function clientOf(
  sdk: typeof OpenAI,
  options: OpenaiOptions,
  address: Address,
): { client: OpenAI; server: ServerTraits } {
  const client = new sdk({
    apiKey: options.apiKey ?? noKey,
    adminAPIKey: null,
    ...(options.baseURL !== undefined && { baseURL: options.baseURL }),
    ...(options.fetchFor !== undefined && { fetch: options.fetchFor(address) }),
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write to the console what a provider sent; failures are events instead.
    logLevel: "off",
  });
  const server = traitsOf(client.baseURL);
  if (!server.isOpenai) {
    // The client takes them from the environment, and a stranger has no business with them.
    client.organization = null;
    client.project = null;
  }
  return { client, server };
}
