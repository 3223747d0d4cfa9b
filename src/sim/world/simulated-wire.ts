/** Which provider's API the simulated models are asked through; a scenario is the same on each. */
export const simulatedWires = ["anthropic", "openai"] as const;
export type SimulatedWire = (typeof simulatedWires)[number];
