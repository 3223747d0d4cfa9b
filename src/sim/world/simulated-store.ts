import type { Event } from "../../core/event.ts";
import type { Store } from "../../ports.ts";
import { type EventPlace, watchFor } from "../event-place.ts";
import type { Weather } from "../faults.ts";
import { asRead } from "../fold/as-read.ts";
import type { Life, Scheduler } from "../scheduler.ts";

/**
 * A simulated disk, which survives crashes. It holds the events themselves, because they never change; what is read back
 * after a crash has gone through JSON, as on a real disk.
 */
export interface Disk {
  readonly written: Event[];
  /** From this place in the log on every write fails, as on a full disk; `null`: never. */
  fullAtEvent: EventPlace | null;
  /** Where somebody removes the file; `null` never, or not any more. */
  removedAtEvent: EventPlace | null;
  /**
   * The file is gone from its folder. Who has it open can still read it and writes all of it again with the next flush, which
   * then says so; a process that dies before that finds it where it was, for nobody could go on without it.
   */
  isRemoved: boolean;
}

/** How many events are there for who looks. */
export const storedEvents = ({ written, isRemoved }: Disk): number =>
  isRemoved ? 0 : written.length;

export const readDisk = ({ written }: Disk): Event[] => asRead(written);

/** A store whose writes are steps of the schedule, so that a crash may come before any of them. */
export function simulatedStore(
  disk: Disk,
  { scheduler, weather, life }: { scheduler: Scheduler; weather: Weather; life: Life },
): Store {
  let pending: Event[] = [];
  const { fullAtEvent: place } = disk;
  const isReached = place === null || typeof place === "number" ? null : watchFor(place);
  const isRemovedBy = disk.removedAtEvent === null ? null : watchFor(disk.removedAtEvent);
  let isFull = false;
  return {
    append(events) {
      pending.push(...events);
      isFull ||= isReached?.(events) === true;
      if (disk.removedAtEvent !== null && isRemovedBy?.(events) === true) {
        disk.isRemoved = true;
        disk.removedAtEvent = null;
      }
    },
    async flush() {
      const dueAtMs = scheduler.nowMs() + weather.latencyMs("disk");
      await scheduler.at({ label: "disk", dueAtMs, life });
      const isOver =
        typeof place === "number" ? disk.written.length + pending.length > place : isFull;
      if (isOver) {
        throw new Error("no space left on the simulated disk");
      }
      disk.written.push(...pending);
      pending = [];
      if (!disk.isRemoved) return;
      disk.isRemoved = false;
      throw new Error("the log was removed from the simulated disk, and is written again");
    },
    async close() {},
  };
}
