import type { Event } from "../core/event.ts";
import type { Weather } from "./faults.ts";
import type { LifeRecord } from "./record.ts";
import type { RetryStep, Scenario } from "./scenario.ts";
import type { Person } from "./world/person.ts";

interface World {
  readonly scenario: Scenario;
  readonly weather: Weather;
  readonly person: Person;
  readonly lives: readonly LifeRecord[];
}

/** Whether the run is resumed: after a crash, and after a drawn full disk, once there is room again. */
export function mayGoOn(world: World): boolean {
  const last = world.lives.at(-1)!;
  if (last.crashed) return true;
  if (isWithoutRoom(last)) return !world.scenario.faults.some(({ type }) => type === "disk-full");
  if (last.finished?.outcome === "waiting")
    return world.person.isMissed() || last.finished.failure !== null;
  if (last.finished?.outcome === "failed") return nextRetry(world) !== null;
  if (last.finished?.outcome !== "interrupted") return false;
  // Each of them comes once, so that they come to an end.
  if (world.weather.interruptsInFlight.length > 0) return true;
  if (last.number === 1) {
    const { interruptAtEvent, interruptAtEffect } = world.weather;
    return interruptAtEvent !== null || interruptAtEffect !== null;
  }
  return false;
}

/** Whether the run ended because the disk was full. */
export const isWithoutRoom = ({ finished }: LifeRecord): boolean =>
  finished?.failure?.code === "store-failed";

/** The person's next retry of a run that has failed; `null` where there is none. */
export function nextRetry({ scenario, weather, lives }: Omit<World, "person">): RetryStep | null {
  const { log } = lives.at(-1)!;
  const count = (type: Event["type"]) => log.filter((event) => event.type === type).length;
  if (count("ticket.failed") === count("ticket.retried")) return null;
  // A retry that a crash lost is not in the log, and so is not counted.
  const done = log.filter(
    ({ type }, index) => type === "ticket.retried" && log[index - 1]?.type !== "ticket.retried",
  ).length;
  const scripted = scenario.retries ?? [];
  if (done < scripted.length) return scripted[done]!;
  return done < scripted.length + weather.retriesMax ? { ticketId: null, note: "" } : null;
}
