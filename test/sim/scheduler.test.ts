import { describe, expect, test } from "bun:test";
import type { Chooser } from "../../src/sim/schedule.ts";
import { type Life, newScheduler, type Scheduler, virtualClock } from "../../src/sim/scheduler.ts";

const life: Life = { number: 1, alive: true };
const oldest: Chooser = () => 0;
const newest: Chooser = (candidates) => candidates.length - 1;
const never = () => false;

/** Waits for steps and writes down, with the time, which came. */
function diary(scheduler: Scheduler) {
  const entries: string[] = [];
  return {
    entries,
    at(label: string, dueAtMs: number, of: Life = life): Promise<void> {
      return scheduler
        .at({ label, dueAtMs, life: of })
        .then(() => void entries.push(`${scheduler.nowMs()} ${label}`));
    },
  };
}

describe("virtual time", () => {
  test("steps come in the order in which they are due, and time jumps to each", async () => {
    const scheduler = newScheduler(oldest, 1000);
    const { entries, at } = diary(scheduler);
    void at("late", 90_000_000);
    void at("soon", 1500);
    void at("now", 1000);
    expect(await scheduler.run(() => entries.length === 3)).toEqual({ type: "over" });
    expect(entries).toEqual(["1000 now", "1500 soon", "90000000 late"]);
  });

  test("it never goes back: what is due in the past comes now", async () => {
    const scheduler = newScheduler(oldest, 1000);
    const { entries, at } = diary(scheduler);
    void at("past", 10);
    await scheduler.run(() => entries.length === 1);
    expect(entries).toEqual(["1000 past"]);
  });

  test("what one step brings about is waited for before the next one", async () => {
    const scheduler = newScheduler(oldest, 0);
    const { entries, at } = diary(scheduler);
    void at("first", 0)
      .then(() => Promise.resolve())
      .then(() => at("of the first", 0));
    void at("second", 1);
    await scheduler.run(() => entries.length === 3);
    expect(entries).toEqual(["0 first", "0 of the first", "1 second"]);
  });
});

describe("among steps that are due at the same time", () => {
  async function orderBy(choose: Chooser): Promise<readonly string[]> {
    const scheduler = newScheduler(choose, 0);
    const { entries, at } = diary(scheduler);
    for (const label of ["a", "b", "c"]) void at(label, 0);
    void at("later", 1);
    await scheduler.run(() => entries.length === 4);
    return entries.map((entry) => entry.split(" ")[1]!);
  }

  test("the schedule chooses", async () => {
    expect(await orderBy(oldest)).toEqual(["a", "b", "c", "later"]);
    expect(await orderBy(newest)).toEqual(["c", "b", "a", "later"]);
    expect(await orderBy((candidates, step) => (step === 0 ? 1 : 0) % candidates.length)).toEqual([
      "b",
      "a",
      "c",
      "later",
    ]);
  });

  test("each release is written down, with how many could have come", async () => {
    const scheduler = newScheduler(newest, 5);
    const { entries, at } = diary(scheduler);
    void at("a", 5);
    void at("b", 5);
    await scheduler.run(() => entries.length === 2);
    expect(scheduler.steps).toEqual([
      { step: 0, atMs: 5, label: "b", chain: "b", overtook: "a", candidates: 2, place: 1 },
      { step: 1, atMs: 5, label: "a", chain: "a", overtook: null, candidates: 1, place: 0 },
    ]);
  });
});

describe("an abort", () => {
  test("takes a step that waits away, with the signal's reason", async () => {
    const scheduler = newScheduler(oldest, 0);
    const { entries, at } = diary(scheduler);
    const abort = new AbortController();
    const hanging = scheduler.at({
      label: "hangs",
      dueAtMs: Infinity,
      life,
      signal: abort.signal,
    });
    const reason = hanging.catch((error: unknown) => error);
    void at("stop it", 3).then(() => abort.abort("enough"));
    expect(await scheduler.run(() => entries.length === 1)).toEqual({ type: "over" });
    expect(await reason).toBe("enough");
  });

  test("that has happened already lets nothing begin", async () => {
    const scheduler = newScheduler(oldest, 0);
    const signal = AbortSignal.abort("too late");
    const step = scheduler.at({ label: "never", dueAtMs: 0, life, signal });
    expect(await step.catch((error: unknown) => error)).toBe("too late");
    expect(await scheduler.run(never)).toEqual({ type: "deadlock" });
  });

  test("reaches the clock of a life", async () => {
    const scheduler = newScheduler(oldest, 7);
    const clock = virtualClock(scheduler, life);
    expect(clock.nowMs()).toBe(7);
    const abort = new AbortController();
    const waited = clock.until(50, abort.signal).catch((error: unknown) => error);
    abort.abort("no longer");
    expect(await waited).toBe("no longer");
  });
});

describe("a life that is over", () => {
  test("never sees what it waits for", async () => {
    const scheduler = newScheduler(oldest, 0);
    const dying: Life = { number: 1, alive: true };
    const { entries, at } = diary(scheduler);
    void at("of the dead", 1, dying);
    void at("of the living", 2);
    void at("kill", 0).then(() => (dying.alive = false));
    await scheduler.run(() => entries.length === 2);
    expect(entries).toEqual(["0 kill", "2 of the living"]);
  });
});

describe("what goes wrong is named", () => {
  test("a deadlock: nothing waits, and it is not over", async () => {
    expect(await newScheduler(oldest, 0).run(never)).toEqual({ type: "deadlock" });
  });

  test("a deadlock: what hangs for ever is no way out", async () => {
    const scheduler = newScheduler(oldest, 0);
    void scheduler.at({ label: "hangs", dueAtMs: Infinity, life });
    expect(await scheduler.run(never)).toEqual({ type: "deadlock" });
  });

  test("a livelock: who would go on", async () => {
    const scheduler = newScheduler(oldest, 0, { steps: 50, turns: 50 });
    const again = (): unknown =>
      scheduler.at({ label: "round and round", dueAtMs: scheduler.nowMs(), life }).then(again);
    void again();
    expect(await scheduler.run(never)).toEqual({ type: "livelock", waiting: ["round and round"] });
    expect(scheduler.steps).toHaveLength(50);
  });

  test("an operation of our own that does not end by itself", async () => {
    const scheduler = newScheduler(oldest, 0, { steps: 50, turns: 50 });
    void scheduler.hold("parse", new Promise(() => {}));
    expect(await scheduler.run(never)).toEqual({ type: "unsettled", operations: ["parse"] });
  });
});

describe("an operation that is held", () => {
  test("stops time until it has ended", async () => {
    const scheduler = newScheduler(oldest, 0);
    const { entries, at } = diary(scheduler);
    const { promise, resolve } = Promise.withResolvers<string>();
    void at("step", 0);
    let turns = 0;
    const tick = () => {
      expect(entries).toEqual([]);
      if (++turns < 5) scheduler.nextTurn(tick);
      else resolve("done");
    };
    scheduler.nextTurn(tick);
    const held = scheduler.hold("slow", promise);
    await scheduler.run(() => entries.length === 1);
    expect(await held).toBe("done");
    expect(turns).toBe(5);
  });

  test("passes its failure on, and lets time go on", async () => {
    const scheduler = newScheduler(oldest, 0);
    const { entries, at } = diary(scheduler);
    const held = scheduler.hold("fails", Promise.reject(new Error("no"))).catch(String);
    void at("step", 0);
    expect(await scheduler.run(() => entries.length === 1)).toEqual({ type: "over" });
    expect(await held).toBe("Error: no");
  });
});
