import type { ConductorWire } from "../../mock-provider/reply-source.ts";
import { serverNamed } from "../../mock-provider/servers/played-servers.ts";

/**
 * Which provider's API the simulated models are asked through, and the shape that its requests have. A scenario is the
 * same on each.
 */
export const mockWireOf = {
  anthropic: "anthropic",
  openai: "openai-chat",
  responses: "openai-responses",
} as const satisfies Readonly<Record<string, ConductorWire>>;

export type SimulatedWire = keyof typeof mockWireOf;
export const simulatedWires = Object.keys(mockWireOf) as readonly SimulatedWire[];

/** The name under `--wire`, by the mock's name of the wire. */
const byMockWire = {
  anthropic: "anthropic",
  "openai-chat": "openai",
  "openai-responses": "responses",
} as const satisfies Readonly<Record<ConductorWire, SimulatedWire>>;

/** The wire that a server speaks. */
export const simulatedWireOf = (wire: ConductorWire): SimulatedWire => byMockWire[wire];

/**
 * The wires by turns: three seeds meet all, and Anthropic's comes most often, because event numbers in scenarios were counted
 * with it. They are seven, which is prime to the eight strategies, so that each meets each.
 */
const wiresBySeed = [
  "anthropic",
  "openai",
  "responses",
  "openai",
  "anthropic",
  "responses",
  "anthropic",
] as const satisfies readonly SimulatedWire[];

/** The wire of a seed. */
export const wireOfSeed = (seed: number): SimulatedWire => wiresBySeed[seed % wiresBySeed.length]!;

/** The one wire of a server, by its name; `null` where none is named. */
export function wireOfServer(server: string | null): SimulatedWire | null {
  const profile = server === null ? null : serverNamed(server);
  return profile === null ? null : simulatedWireOf(profile.wire);
}
