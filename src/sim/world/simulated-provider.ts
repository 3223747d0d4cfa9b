import type { Address } from "../../core/ids.ts";
import type { Provider } from "../../ports.ts";
import { anthropicProvider, loadAnthropicSdk } from "../../providers/anthropic.ts";
import { loadOpenaiSdk, openaiProvider } from "../../providers/openai.ts";
import type { PumpClock } from "../../providers/pump-reply.ts";
import type { SimulatedWire } from "./simulated-wire.ts";

/** The production provider of an API, connected to a mock. */
export function simulatedProvider(
  wire: SimulatedWire,
  edge: {
    readonly fetchFor: (address: Address) => typeof fetch;
    readonly clock: PumpClock;
    /** Where the server is that the mock plays, which the provider may know by it; else a stranger's. */
    readonly baseURL?: string;
  },
): Provider {
  const own = { baseURL: strangers[wire], ...edge, apiKey: "simulated" };
  switch (wire) {
    case "anthropic":
      return anthropicProvider(own);
    case "openai":
      return openaiProvider(own);
    case "responses":
      return throughResponses(openaiProvider(own));
  }
}

/** Nobody is there. */
const strangers: Readonly<Record<SimulatedWire, string>> = {
  anthropic: "http://simulated.invalid",
  openai: "http://simulated.invalid/v1",
  responses: "http://simulated.invalid/v1",
};

/** As where `servers` in the configuration says it of a server. */
const throughResponses = ({ stream }: Provider): Provider => ({
  stream: (request, signal, alive) =>
    stream({ ...request, traits: { ...request.traits, api: "responses" } }, signal, alive),
});

/** Loads what that provider would load at its first call. */
export async function loadSdk(wire: SimulatedWire): Promise<void> {
  switch (wire) {
    case "anthropic":
      await loadAnthropicSdk();
      return;
    case "openai":
    case "responses":
      await loadOpenaiSdk();
  }
}
