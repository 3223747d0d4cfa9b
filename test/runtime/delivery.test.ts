import { describe, expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { popupId } from "../../src/core/ids.ts";
import type { Subscriber } from "../../src/ports.ts";
import { deliver, patienceMs } from "../../src/runtime/delivery.ts";
import { manualClock } from "./manual-clock.ts";
import { settled } from "./settled.ts";

const event = (seq: number): Event => ({
  seq,
  atMs: 0,
  type: "popup.asked",
  popupId: popupId("p"),
});
const range = (first: number, last: number): Event[] =>
  Array.from({ length: last - first + 1 }, (_, index) => event(first + index));
const sequence = (events: readonly Event[]): number[] => events.map(({ seq }) => seq);

/** Notes what it gets, in batches. */
function listener(name = "listener") {
  const got: number[][] = [];
  const subscriber: Subscriber = {
    name,
    receive: (events) => void got.push(sequence(events)),
  };
  return { got, subscriber };
}

function deliverTo(...subscribers: readonly Subscriber[]) {
  const log: Event[] = [];
  const clock = manualClock();
  const delivery = deliver(log, subscribers, clock);
  const grow = (by: number): void => {
    log.push(...range(log.length + 1, log.length + by));
    delivery.notify();
  };
  return { log, clock, delivery, grow };
}

describe("a subscriber", () => {
  test("gets each event once and in order, what came together together", async () => {
    const one = listener();
    const { grow, delivery } = deliverTo(one.subscriber);
    grow(2);
    grow(3);
    expect(one.got).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(await delivery.drain()).toEqual([]);
  });

  test("that is slow gets what came meanwhile in one batch, and delays nobody else", async () => {
    const gates: (() => void)[] = [];
    const got: number[][] = [];
    const slow: Subscriber = {
      name: "slow",
      receive(events) {
        got.push(sequence(events));
        return new Promise((resolve) => gates.push(resolve));
      },
    };
    const quick = listener();
    const { grow, delivery } = deliverTo(slow, quick.subscriber);
    for (let count = 0; count < 4; count++) grow(1);
    expect(quick.got).toEqual([[1], [2], [3], [4]]);
    expect(got).toEqual([[1]]);
    gates[0]!();
    await settled();
    expect(got).toEqual([[1], [2, 3, 4]]);
    gates[1]!();
    expect(await delivery.drain()).toEqual([]);
  });

  test("that causes events while it receives some gets each of them once", async () => {
    const gates: (() => void)[] = [];
    const got: number[][] = [];
    const { grow, delivery } = deliverTo({
      name: "busy",
      receive(events) {
        got.push(sequence(events));
        if (got.length === 2) grow(1);
        return new Promise((resolve) => gates.push(resolve));
      },
    });
    grow(1);
    grow(1);
    gates[0]!();
    await settled();
    gates[1]!();
    await settled();
    expect(got).toEqual([[1], [2], [3]]);
    gates[2]!();
    expect(await delivery.drain()).toEqual([]);
  });

  test("that waits for a reader is waited for, however long the reader pauses", async () => {
    const read = Promise.withResolvers<void>();
    const got: number[][] = [];
    const paused: Subscriber = {
      name: "paused",
      waitsForReader: true,
      receive(events) {
        got.push(sequence(events));
        return read.promise;
      },
    };
    const { clock, grow, delivery } = deliverTo(paused);
    grow(1);
    grow(2);
    const drained = delivery.drain();
    await clock.advance(10 * patienceMs);
    read.resolve();
    expect(await drained).toEqual([]);
    expect(got).toEqual([[1], [2, 3]]);
  });

  test("that throws is lost, with what it missed; the others have everything", async () => {
    const bad: Subscriber = {
      name: "bad",
      receive(events) {
        if (events.at(-1)!.seq > 2) throw new Error("broken pipe");
      },
    };
    const good = listener();
    const { grow, delivery } = deliverTo(bad, good.subscriber);
    for (let count = 0; count < 5; count++) grow(1);
    expect(await delivery.drain()).toEqual([
      { name: "bad", message: "broken pipe", missedEvents: 3 },
    ]);
    expect(good.got.flat()).toEqual([1, 2, 3, 4, 5]);
  });

  test("that rejects is lost too, and is not called again", async () => {
    let calls = 0;
    const bad: Subscriber = {
      name: "bad",
      async receive() {
        calls++;
        throw new Error("gone");
      },
    };
    const { grow, delivery } = deliverTo(bad);
    grow(1);
    await settled();
    grow(1);
    expect(await delivery.drain()).toEqual([{ name: "bad", message: "gone", missedEvents: 2 }]);
    expect(calls).toBe(1);
  });

  test("that hangs is given up at the end, and only then", async () => {
    const dead: Subscriber = { name: "dead", receive: () => new Promise(() => {}) };
    const good = listener();
    const { grow, delivery, clock } = deliverTo(dead, good.subscriber);
    grow(3);
    await clock.advance(60_000);
    const drained = delivery.drain();
    await clock.advance(10_000);
    expect(await drained).toEqual([
      { name: "dead", message: "took nothing for 5 s", missedEvents: 3 },
    ]);
    expect(good.got).toEqual([[1, 2, 3]]);
    expect(clock.waiting()).toBe(0);
  });

  test("that is slow but takes something is waited for to the end", async () => {
    const gates: (() => void)[] = [];
    const slow: Subscriber = {
      name: "slow",
      receive: () => new Promise((resolve) => gates.push(resolve)),
    };
    const { grow, delivery, clock } = deliverTo(slow);
    grow(1);
    grow(1);
    const drained = delivery.drain();
    await clock.advance(4_000);
    gates[0]!();
    await clock.advance(4_000);
    gates[1]!();
    expect(await drained).toEqual([]);
    expect(clock.waiting()).toBe(0);
  });
});

test("without subscribers there is nobody to wait for", async () => {
  const { grow, delivery } = deliverTo();
  grow(1);
  expect(await delivery.drain()).toEqual([]);
});
