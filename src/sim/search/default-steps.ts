import type { Scenario } from "../scenario.ts";
import { defaultOrder, chooserOf } from "../schedule.ts";
import { simulate } from "../simulate.ts";
import type { SimulatedWire } from "../world/simulated-wire.ts";

/** Kept, because each seed asks for it and it takes a whole run. */
const known = new WeakMap<Scenario, Map<string, Promise<number>>>();

/** How many steps a scenario takes in the default order. */
export function stepsInDefaultOrder(
  scenario: Scenario,
  wire: SimulatedWire,
  server: string | null,
): Promise<number> {
  const byServer = known.get(scenario) ?? new Map<string, Promise<number>>();
  known.set(scenario, byServer);
  const name = `${wire} ${server}`;
  const counted = byServer.get(name) ?? count(scenario, wire, server);
  byServer.set(name, counted);
  return counted;
}

async function count(
  scenario: Scenario,
  wire: SimulatedWire,
  server: string | null,
): Promise<number> {
  const choose = chooserOf(defaultOrder);
  const { steps } = await simulate({ scenario, choose, wire, server });
  return steps.length;
}
