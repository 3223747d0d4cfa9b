import type { RequestHandler } from "msw";
import type { Address } from "../core/ids.ts";
import { addressHeader, decodeAddress } from "../core/words/address-header.ts";
import { anyModel, type ModelCatalogue } from "./model-catalogue.ts";
import { type BreakOff, type Call, failAtOnce } from "./served-call.ts";
import type { Observer } from "./observer.ts";
import { serverOf } from "./exchange.ts";
import type { Pacer } from "./sending/pacer.ts";
import { disguised } from "./servers/disguise.ts";
import type { Habit } from "./servers/habit.ts";
import { createPromptCache } from "./prompt-cache.ts";
import type { ReplySource, Wire } from "./reply-source.ts";
import { shownPath } from "./shown-path.ts";
import type { WireContext } from "./wire-context.ts";
import type { WireServer } from "./wire-server.ts";
import { wires } from "./wires.ts";

/** A provider of models that says what a script says. */
export interface MockProvider {
  /**
   * For MSW; a `Response.error()` from one means that no connection came about. Loads MSW, which a process that only
   * uses the `fetch` below does without: it takes as long as Bun to start.
   */
  handlers(): Promise<RequestHandler[]>;
  /** Whether the path of a request is that of a wire. */
  serves(request: Request): boolean;
  /** Answers in process, as the client's `fetch`. Nothing global is patched. */
  readonly fetch: typeof fetch;
  /** The same, for the one call of our conductor at this address, which is not put on the wire. */
  fetchFor(address: Address): typeof fetch;
  /**
   * Answers what a server took in. Over its socket, events that no delay keeps apart come together. Rejects only
   * where no connection is to come about: the script refuses it, or the client is gone.
   */
  serve(request: Request): Promise<Response>;
}

export function createMockProvider(mock: {
  readonly source: ReplySource;
  readonly pacer: Pacer;
  readonly observer: Observer;
  /** For the prompt cache's life and the rate limits' resets. */
  readonly nowMs: () => number;
  /** Which models there are; every name is one where nothing is said. */
  readonly models?: ModelCatalogue;
  /** How a request is numbered; from 1, in their order, where nothing is said. */
  readonly numberOf?: (request: Request) => number;
  /** Whose ways it has on that server's wire; those of the wire's own documentation where nothing is said. */
  readonly server?: { readonly wire: Wire; readonly habits: readonly Habit[] };
  /** Where a server stands between a body and its reader, it has its own way. */
  readonly breakOff?: BreakOff;
}): MockProvider {
  const bound = new WeakMap<Request, Address>();
  const served = new WeakSet<Request>();
  let calls = 0;

  const context: WireContext = {
    source: mock.source,
    cache: createPromptCache(mock.nowMs),
    nowMs: mock.nowMs,
    models: mock.models ?? anyModel,
    call(request) {
      calls += 1;
      const header = request.headers.get(addressHeader);
      const address = bound.get(request) ?? (header === null ? null : decodeAddress(header));
      const { pacer, observer, breakOff = failAtOnce } = mock;
      const { signal } = request;
      return {
        call: {
          number: mock.numberOf?.(request) ?? calls,
          address,
          signal,
          pacer,
          observer,
          breakOff,
          reader: served.has(request) ? "server" : "client",
        },
        address: header !== null && address === null ? "malformed" : "read",
      };
    },
  };
  const { wire: own, habits = [] } = mock.server ?? {};
  const dialects = Object.values(wires)
    .flatMap((wire) => wire.dialects())
    .map((dialect) => (dialect.wire === own ? disguised(dialect, habits) : dialect));
  const server = withoutDoubledVersion(serverOf(context, dialects));

  const answer = async (request: Request): Promise<Response> => {
    // What MSW would do with the handlers, without its cost: half of what a request costs us.
    if (!server.serves(request)) return unserved(request, context.call(request).call);
    const response = await server.answer(request);
    if (response.type === "error") throw connectionRefused(request);
    return response;
  };

  return {
    async handlers() {
      const { handlerOf } = await import("./sending/msw-handler.ts");
      return [handlerOf(server)];
    },
    fetch: asFetch(answer),
    serves: server.serves,
    fetchFor: (address) =>
      asFetch((request) => {
        bound.set(request, address);
        return answer(request);
      }),
    serve(request) {
      served.add(request);
      return answer(request);
    },
  };
}

/** A client that adds a `/v1` to a base URL which has one meets nothing at a real provider, either. */
const withoutDoubledVersion = (server: WireServer): WireServer => ({
  ...server,
  serves: (request) => !new URL(request.url).pathname.includes("/v1/v1/") && server.serves(request),
});

function asFetch(answer: (request: Request) => Promise<Response>): typeof fetch {
  const call = async (input: string | URL | Request, init?: RequestInit) =>
    await answer(input instanceof Request && init === undefined ? input : new Request(input, init));
  // Bun's `fetch` has this member; there is no connection to open early here.
  return Object.assign(call, { preconnect: () => {} });
}

/** Without it a client would take the request to the network, or wait and try again. In the shape of its API. */
function unserved(request: Request, { number, address, observer }: Call): Response {
  const paths = Object.values(wires).flatMap((wire) => wire.paths);
  const served = `POST ${paths.map((path) => `…${path}`).join(", ")}, and GET …/models`;
  const message = `The mock does not serve ${request.method} ${shownPath(request.url).slice(0, 200)}. It serves ${served}.`;
  const status = 404;
  observer.observe({ call: number, address, type: "refused", status, message });
  const body = Object.values(wires)
    .map((wire) => wire.notFound(request, message))
    .find((found) => found !== null);
  return Response.json(body, { status, headers: { "x-should-retry": "false" } });
}

/** What Bun's own `fetch` throws where nobody listens, by its code. */
function connectionRefused(request: Request): Error {
  return Object.assign(new Error(`Unable to connect to ${new URL(request.url).host}.`), {
    code: "ConnectionRefused",
  });
}
