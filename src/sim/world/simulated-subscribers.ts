import type { Event } from "../../core/event.ts";
import type { Subscriber } from "../../ports.ts";
import type { Weather } from "../faults.ts";
import type { Reception } from "../record.ts";
import type { Life, Scheduler } from "../scheduler.ts";

/** The subscribers of one simulated process, and what they received. */
export interface SimulatedSubscribers {
  readonly subscribers: readonly Subscriber[];
  /**
   * Called when nothing is in flight: a subscriber that takes everything at once must have the whole log by now.
   */
  settled(log: readonly Event[]): void;
}

/**
 * A recorder that takes everything at once, a screen that takes one step for each batch, and those that drawn
 * faults add.
 */
export function simulatedSubscribers(
  { scheduler, weather, receptions }: World,
  life: Life,
): SimulatedSubscribers {
  const reception = (subscriber: string, { dies = false, delayMs = 0 } = {}): Reception => {
    const made = {
      life: life.number,
      subscriber,
      events: [],
      dies,
      delayMs,
      threw: false,
      waits: 0,
    };
    receptions.push(made);
    return made;
  };
  const recorder = reception("recorder");
  const screen = reception("screen");
  const pace = (name: string, delayMs: number) =>
    scheduler.at({ label: name, dueAtMs: scheduler.nowMs() + delayMs, life });
  const subscribers: Subscriber[] = [
    {
      name: "screen",
      async receive(events) {
        screen.events.push(...events);
        await pace("screen", 0);
      },
    },
  ];
  const { slowSubscriberMs, deadSubscriberAtEvent, throwingSubscriber } = weather;
  if (slowSubscriberMs !== null) {
    const slow = reception("slow", { delayMs: slowSubscriberMs });
    subscribers.push({
      name: "slow",
      async receive(events) {
        await pace("slow subscriber", slowSubscriberMs);
        slow.events.push(...events);
      },
    });
  }
  if (deadSubscriberAtEvent !== null) {
    const dead = reception("dead", { dies: true });
    subscribers.push({
      name: "dead",
      async receive(events) {
        dead.events.push(...events);
        if (events.at(-1)!.seq >= deadSubscriberAtEvent) await new Promise(() => {});
      },
    });
  }
  if (throwingSubscriber !== null) {
    const { place, atEvent, manner } = throwingSubscriber;
    const throwing = reception("throwing", { dies: true });
    const at = { first: 0, between: 1, last: subscribers.length }[place];
    subscribers.splice(at, 0, {
      name: "throwing",
      receive(events) {
        throwing.events.push(...events);
        if (events.at(-1)!.seq < atEvent) return;
        throwing.threw = true;
        const error = new Error("an injected failure of a subscriber");
        if (manner === "throws") throw error;
        return Promise.reject(error);
      },
    });
  }
  // Last, so that a slow, dead or throwing subscriber before it would hold it up if delivery were not independent.
  subscribers.push({
    name: "recorder",
    receive: (events) => void recorder.events.push(...events),
  });
  return {
    subscribers,
    settled(log) {
      if (recorder.events.length < log.length) recorder.waits++;
    },
  };
}

interface World {
  readonly scheduler: Scheduler;
  readonly weather: Weather;
  readonly receptions: Reception[];
}
