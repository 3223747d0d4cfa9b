import type { Weather } from "./faults.ts";
import type { Scenario } from "./scenario.ts";

/** The weather, and the faults of the machine that the scenario writes besides; every crash of both strikes. */
export function withScriptedFaults(scenario: Scenario, weather: Weather): Weather {
  let combined = weather;
  for (const fault of scenario.faults) {
    if (fault.type === "crash") {
      combined = { ...combined, crashes: [...combined.crashes, fault.atEvent] };
    }
    if (fault.type === "outage") combined = { ...combined, outageAtEvent: fault.atEvent };
    if (fault.type === "disk-full") combined = { ...combined, diskFullAtEvent: fault.atEvent };
    if (fault.type === "log-removed") combined = { ...combined, logRemovedAtEvent: fault.atEvent };
    if (fault.type === "slow-subscriber") {
      combined = { ...combined, slowSubscriberMs: fault.delayMs };
    }
  }
  return combined;
}
