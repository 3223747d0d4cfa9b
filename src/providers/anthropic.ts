import type Anthropic from "@anthropic-ai/sdk";
import type { ModelRequest } from "../core/effect.ts";
import type { Address } from "../core/ids.ts";
import type { Provider, ProviderEvent } from "../ports.ts";
import { anthropicReader } from "./anthropic-events.ts";
import { anthropicFailure } from "./anthropic-failure.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { addressHeaders } from "./address-header.ts";
import { batches } from "./batches.ts";
import type { CallStage } from "./call-failure.ts";
import { namedServer } from "./named-server.ts";
import { safeMessage } from "./safe-message.ts";
import { sharedTurn } from "./shared-turn.ts";

export interface AnthropicOptions {
  readonly apiKey: string;
  /** Where the API is; absent: where the SDK finds it (`ANTHROPIC_BASE_URL`, or the API itself). */
  readonly baseURL?: string;
  /** The `fetch` of one call; absent: the runtime's. */
  readonly fetchFor?: (address: Address) => typeof fetch;
  /** Sends the call's address in a header, to a mock on loopback only. */
  readonly sendAddress?: boolean;
  /** Calls back once what the current turn of the event loop brought has been taken in. */
  readonly nextTurn: (callback: () => void) => void;
}

/** The SDK's own limit must never be what ends a call: the conductor has limits of its own. */
const timeoutMs = 24 * 60 * 60_000;

/** The Messages API as a provider, through Anthropic's SDK, which is loaded at the first call. */
export function anthropicProvider(options: AnthropicOptions): Provider {
  const nextTurn = sharedTurn(options.nextTurn);
  return {
    stream: (request, signal) =>
      batches((push, abort) => pump(options, request, push, abort), nextTurn, signal),
  };
}

/** Loads the SDK ahead of its first use, as a simulation does before its clock starts. */
export async function loadAnthropicSdk(): Promise<typeof Anthropic> {
  const { default: sdk } = await import("@anthropic-ai/sdk");
  return sdk;
}

const defaultServer = "https://api.anthropic.com";

async function pump(
  options: AnthropicOptions,
  request: ModelRequest,
  push: (event: ProviderEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let stage: CallStage = "before-headers";
  let sdk: typeof Anthropic | null = null;
  try {
    sdk = await loadAnthropicSdk();
    const client = clientOf(sdk, options, request.address);
    const stream = await client.messages.create(anthropicRequest(request), {
      signal,
      ...(options.sendAddress === true && {
        headers: addressHeaders(client.baseURL, request.address),
      }),
    });
    stage = "in-stream";
    const read = anthropicReader(push);
    for await (const event of stream) read(event);
    // A cut stream ends as silently as a complete one; after `message_stop` this is dropped.
    push({
      type: "failed",
      failure: { code: "stream-cut", message: "The stream ended before its last event." },
    });
  } catch (error) {
    const failure =
      sdk === null
        ? {
            code: "connection-failed" as const,
            message: safeMessage(String(error), options.apiKey),
          }
        : anthropicFailure(error, stage, sdk, options.apiKey);
    push({ type: "failed", failure: namedServer(failure, options.baseURL ?? defaultServer) });
  }
}

/** A client a call, because its `fetch` may know the call's address. */
export function clientOf(
  sdk: typeof Anthropic,
  options: Omit<AnthropicOptions, "nextTurn">,
  address: Address,
): Anthropic {
  return new sdk({
    apiKey: options.apiKey,
    ...(options.baseURL !== undefined && { baseURL: options.baseURL }),
    ...(options.fetchFor !== undefined && { fetch: options.fetchFor(address) }),
    maxRetries: 0,
    timeout: timeoutMs,
    // It would write to the console what a provider sent; failures are events instead.
    logLevel: "off",
  });
}
