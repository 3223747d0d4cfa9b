import type { ModelRequest } from "../core/effect.ts";
import type { Failure } from "../core/failure.ts";
import type { Address } from "../core/ids.ts";
import type { KnownTraits, ServerTraits } from "../core/server.ts";
import type { Provider, ProviderEvent } from "../ports.ts";
import { addressHeaders } from "./loopback-headers.ts";
import { batches } from "./batches.ts";
import { type Exchange, type FoundAddress, openExchange } from "./exchange.ts";
import { lessonOf } from "./failures/lesson.ts";
import type { Asked } from "./asked.ts";
import { type PumpClock, pumpReply } from "./framing/pump-reply.ts";
import { sharedTurn } from "./shared-turn.ts";
import type { WireReader } from "./wire-reader.ts";
import { errorWithCause, requestIdOf } from "./failures/call-failure.ts";
import type { ServerWords } from "./failures/server-words.ts";
import { safeMessage } from "./failures/safe-message.ts";

/** What an edge to a server needs of its surroundings, whatever wire it speaks. */
export interface ClientOptions {
  /** Where the server is. */
  readonly baseURL: string;
  /** The `fetch` of one call; absent: the runtime's. */
  readonly fetchFor?: (address: Address) => typeof fetch;
  /** Tells a mock on loopback the call's address, in a header; no other host is ever told. */
  readonly sendAddress?: boolean;
  /** Headers of the user's own for this server. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly clock: PumpClock;
}

/** One wire: how a request is put, sent and its reply read. */
export interface ClientWire {
  readonly secrets: readonly string[];
  traitsFor(request: ModelRequest): ServerTraits;
  bodyOf(request: ModelRequest, traits: ServerTraits): object;
  /** Loads the wire's client library at the first call, and sends the body through that `fetch`. */
  send(sending: Sending): Promise<Response>;
  readerFor(push: (event: ProviderEvent) => void, asked: Asked, traits: ServerTraits): WireReader;
}

export interface Sending {
  readonly body: object;
  readonly traits: ServerTraits;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** Under which a call's own `fetch` travels through the options of a client library, which hands them on as they are. */
const ofCall = Symbol("the fetch of one call");

interface OwnFetch {
  readonly [ofCall]: typeof fetch;
}

/** Options of one call of a library's client that all calls share: it goes through this `fetch`, which may know its address. */
export const callThrough = (own: typeof fetch): object => ({ [ofCall]: own }) satisfies OwnFetch;

/** The `fetch` of such a client. To make a client for each call took as long as to send a small request. */
export const fetchOfCall: typeof fetch = Object.assign(
  (input: string | URL | Request, init?: RequestInit & Partial<OwnFetch>) =>
    (init?.[ofCall] ?? fetch)(input, init),
  { preconnect: () => {} },
);

/** A server as a provider: the same road for every wire. */
export function clientProvider(
  options: ClientOptions,
  wire: ClientWire,
  found: FoundAddress | null,
): Provider {
  const nextTurn = sharedTurn(options.clock.nextTurn);
  return {
    stream: (request, signal, alive = () => {}) =>
      batches(
        (push, abort) => pump({ options, wire, found, request, push, alive, signal: abort }),
        nextTurn,
        signal,
      ),
  };
}

interface Pumping {
  readonly options: ClientOptions;
  readonly wire: ClientWire;
  readonly found: FoundAddress | null;
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  push(event: ProviderEvent): void;
  alive(): void;
}

async function pump(pumping: Pumping): Promise<void> {
  const { options, wire, request, push, alive, signal } = pumping;
  const { secrets } = wire;
  let exchange: Exchange | null = null;
  try {
    const traits = wire.traitsFor(request);
    const body = without(traits, wire.bodyOf(request, traits));
    const teaches = (status: number, words: ServerWords): KnownTraits | null =>
      lessonOf({ request, traits, body, status, words });
    exchange = openExchange({
      fetch: options.fetchFor?.(request.address) ?? fetch,
      baseURL: options.baseURL,
      found: pumping.found,
      secrets,
      teaches,
      nowMs: options.clock.nowMs,
    });
    const headers = {
      ...options.headers,
      ...(options.sendAddress === true && addressHeaders(options.baseURL, request.address)),
    };
    const response = await wire.send({ body, traits, headers, fetch: exchange.fetch, signal });
    const tools = new Set(request.tools.map(({ name }) => name));
    const requestId = requestIdOf(response.headers);
    const asked: Asked = {
      address: request.address,
      tools,
      secrets,
      requestId,
      teaches: (words) => teaches(words.status ?? 400, words),
    };
    const reader = wire.readerFor(push, asked, traits);
    await pumpReply({ response, exchange, reader, clock: options.clock, push, alive });
  } catch (error) {
    push({ type: "failed", failure: exchange?.failureOf(error) ?? unmade(error, secrets) });
  }
}

function without({ leftOut, streams }: ServerTraits, body: object): object {
  const members = streams ? body : { ...body, stream: false };
  const names = streams ? leftOut : [...leftOut, "stream_options"];
  if (names.length === 0) return members;
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

/** The options make no client. */
const unmade = (error: unknown, secrets: readonly string[]): Failure => ({
  code: "connection-failed",
  message: safeMessage(errorWithCause(error), secrets),
});
