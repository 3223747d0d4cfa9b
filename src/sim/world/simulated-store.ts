import type { Event } from "../../core/event.ts";
import type { Store } from "../../ports.ts";
import { type EventPlace, watchFor } from "../event-place.ts";
import type { Weather } from "../faults.ts";
import type { Life, Scheduler } from "../scheduler.ts";

/** A simulated disk, which survives crashes. It holds each event as JSON, as a real one does. */
export interface Disk {
  readonly lines: string[];
  /** Refuses everything once it holds so many events, or from an event of that kind on; `null` never. */
  fullAtEvent: EventPlace | null;
}

export const readDisk = (disk: Disk): Event[] =>
  disk.lines.map((line) => JSON.parse(line) as Event);

/** A store whose writes are steps of the schedule, so that a crash may come before any of them. */
export function simulatedStore(
  disk: Disk,
  { scheduler, weather, life }: { scheduler: Scheduler; weather: Weather; life: Life },
): Store {
  let pending: Event[] = [];
  const { fullAtEvent: place } = disk;
  const isReached = place === null || typeof place === "number" ? null : watchFor(place);
  let isFull = false;
  return {
    append(events) {
      pending.push(...events);
      isFull ||= isReached?.(events) === true;
    },
    async flush() {
      const dueAtMs = scheduler.nowMs() + weather.latencyMs("disk");
      await scheduler.at({ label: "disk", dueAtMs, life });
      const isOver =
        typeof place === "number" ? disk.lines.length + pending.length > place : isFull;
      if (isOver) {
        throw new Error("no space left on the simulated disk");
      }
      const written = pending;
      pending = [];
      disk.lines.push(...written.map((event) => JSON.stringify(event)));
    },
    async close() {},
  };
}
