import type { ConductorWire, Wire } from "../../mock-provider/reply-source.ts";
import { serverNamed } from "../../mock-provider/servers/servers.ts";

/** Which provider's API the simulated models are asked through; a scenario is the same on each. */
export const simulatedWires = ["anthropic", "openai", "responses"] as const;
export type SimulatedWire = (typeof simulatedWires)[number];

/** The shape that its requests have. */
export const mockWireOf: Readonly<Record<SimulatedWire, Wire>> = {
  anthropic: "anthropic",
  openai: "openai-chat",
  responses: "openai-responses",
};

/** The wire that a server speaks. */
export function simulatedWireOf(wire: ConductorWire): SimulatedWire {
  switch (wire) {
    case "anthropic":
      return "anthropic";
    case "openai-chat":
      return "openai";
    case "openai-responses":
      return "responses";
  }
}

/** The one wire of a server, by its name; `null` where none is named. */
export function wireOfServer(server: string | null): SimulatedWire | null {
  const profile = server === null ? null : serverNamed(server);
  return profile === null ? null : simulatedWireOf(profile.wire);
}
