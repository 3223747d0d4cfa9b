import type { Address } from "../../core/ids.ts";
import type { Provider } from "../../ports.ts";
import { anthropicProvider, loadAnthropicSdk } from "../../providers/anthropic.ts";
import { loadOpenaiSdk, openaiProvider } from "../../providers/openai.ts";
import type { PumpClock } from "../../providers/pump-reply.ts";
import type { SimulatedWire } from "./simulated-wire.ts";

interface Edge {
  readonly fetchFor: (address: Address) => typeof fetch;
  readonly clock: PumpClock;
  /** Where the server is that the mock plays, which the provider may know by it; else a stranger's. */
  readonly baseURL?: string;
}

/** The production client of a wire. */
interface SimulatedClient {
  open(edge: Edge & { readonly baseURL: string; readonly apiKey: string }): Provider;
  /** Nobody is there. */
  readonly stranger: string;
  /** Loads what it would load at its first call. */
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
  return open({ baseURL: stranger, ...edge, apiKey: "simulated" });
}

/** Loads what that provider would load at its first call. */
export async function loadSdk(wire: SimulatedWire): Promise<void> {
  await clients[wire].load();
}

/** As where `servers` in the configuration says it of a server. */
const throughResponses = ({ stream }: Provider): Provider => ({
  stream: (request, signal, alive) =>
    stream({ ...request, traits: { ...request.traits, api: "responses" } }, signal, alive),
});
