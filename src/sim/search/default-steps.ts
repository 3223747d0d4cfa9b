import type { Scenario } from "../scenario.ts";
import { defaultOrder, chooserOf } from "../schedule.ts";
import { simulate } from "../simulate.ts";
import type { SimulatedWire } from "../world/simulated-wire.ts";

/** It is the same whenever it is asked for, and a run is too much for each of a thousand seeds. */
const known = new WeakMap<Scenario, Map<SimulatedWire, Promise<number>>>();

/** How many steps a scenario takes in the default order. */
export function stepsInDefaultOrder(scenario: Scenario, wire: SimulatedWire): Promise<number> {
  const byWire = known.get(scenario) ?? new Map<SimulatedWire, Promise<number>>();
  known.set(scenario, byWire);
  const counted = byWire.get(wire) ?? count(scenario, wire);
  byWire.set(wire, counted);
  return counted;
}

async function count(scenario: Scenario, wire: SimulatedWire): Promise<number> {
  const { steps } = await simulate({ scenario, choose: chooserOf(defaultOrder), wire });
  return steps.length;
}
