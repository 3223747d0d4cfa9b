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
  },
): Provider {
  const apiKey = "simulated";
  switch (wire) {
    case "anthropic":
      return anthropicProvider({ ...edge, apiKey, baseURL: "http://simulated.invalid" });
    case "openai":
      return openaiProvider({ ...edge, apiKey, baseURL: "http://simulated.invalid/v1" });
  }
}

/** Loads what that provider would load at its first call. */
export async function loadSdk(wire: SimulatedWire): Promise<void> {
  switch (wire) {
    case "anthropic":
      await loadAnthropicSdk();
      return;
    case "openai":
      await loadOpenaiSdk();
  }
}
