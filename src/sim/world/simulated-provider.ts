import type { Address } from "../../core/ids.ts";
import type { Provider } from "../../ports.ts";
import { anthropicProvider, loadAnthropicSdk } from "../../providers/anthropic.ts";
import { loadOpenaiSdk, openaiProvider } from "../../providers/openai.ts";
import type { PumpClock } from "../../providers/framing/pump-reply.ts";
import type { SimulatedWire } from "./simulated-wire.ts";

interface Edge {
  readonly fetchFor: (address: Address) => typeof fetch;
  readonly clock: PumpClock;
  /** The address of the server that the mock imitates, by which the provider may recognise it; default: an unknown one. */
  readonly baseURL?: string;
}

/** The production client of a wire. */
interface SimulatedClient {
  open(edge: Edge & { readonly baseURL: string; readonly apiKey: string }): Provider;
  /** An address that the provider recognises as no known server's. */
  readonly stranger: string;
  /** Loads what the client imports lazily at its first call. */
  load(): Promise<unknown>;
}

const openaiClient: SimulatedClient = {
  open: openaiProvider,
  stranger: "http://simulated.invalid/v1",
  load: loadOpenaiSdk,
};

const clients: Readonly<Record<SimulatedWire, SimulatedClient>> = {
  anthropic: {
    open: anthropicProvider,
    stranger: "http://simulated.invalid",
    load: loadAnthropicSdk,
  },
  openai: openaiClient,
  responses: { ...openaiClient, open: (edge) => throughResponses(openaiProvider(edge)) },
};

/** The production provider of an API, connected to a mock. */
export function simulatedProvider(wire: SimulatedWire, edge: Edge): Provider {
  const { open, stranger } = clients[wire];
  return open({ baseURL: stranger, ...edge, apiKey: "key-of-no-server" });
}

/** Loads what the wire's client imports lazily at its first call. */
export async function loadSdk(wire: SimulatedWire): Promise<void> {
  await clients[wire].load();
}

/** The provider as it is for a server of which the configuration (`servers`) says that it speaks Responses. */
const throughResponses = ({ stream }: Provider): Provider => ({
  stream: (request, signal, alive) =>
    stream({ ...request, traits: { ...request.traits, api: "responses" } }, signal, alive),
});
