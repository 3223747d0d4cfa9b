import { describe, expect, test } from "bun:test";
import { promisify } from "node:util";
import { type Inside, insideOf, runInside, runOutside } from "../../../src/clock/virtual/inside.ts";
import { replaceTime } from "../../../src/clock/virtual/replace-time.ts";

replaceTime(() => {});

/** A simulation of nothing but time: `pass` lets what is due in so many milliseconds happen. */
function simulation() {
  let nowMs = 1_000_000;
  const waiting = new Set<{ dueAtMs: number; callback: () => void; isLoose: () => boolean }>();
  const inside: Inside = {
    startMs: nowMs,
    nowMs: () => nowMs,
    random: () => 0.25,
    cryptoRandom: () => 0.5,
    after({ delayMs, callback, isLoose }) {
      const one = { dueAtMs: nowMs + delayMs, callback, isLoose };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    uncaught: () => {},
    notSimulated: () => {},
    unreachable: (address) => new Error(address),
    exits: () => new Error(),
    fetch,
  };
  return {
    run: <Result>(work: () => Result): Result => runInside(inside, work),
    waiting,
    async pass(delayMs: number) {
      const untilMs = nowMs + delayMs;
      for (;;) {
        await runOutside(() => new Promise((resolve) => setImmediate(resolve)));
        const [next] = [...waiting].toSorted((a, b) => a.dueAtMs - b.dueAtMs);
        if (next === undefined || next.dueAtMs > untilMs) break;
        waiting.delete(next);
        nowMs = next.dueAtMs;
        next.callback();
      }
      nowMs = untilMs;
    },
  };
}

describe("inside of a simulation", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["setTimeout", () => new Promise((resolve) => setTimeout(resolve, 1000, "value"))],
    ["its promise", () => promisify(setTimeout)(1000)],
    ["Bun.sleep", () => Bun.sleep(1000)],
    [
      "AbortSignal.timeout",
      () => new Promise((resolve) => AbortSignal.timeout(1000).addEventListener("abort", resolve)),
    ],
    [
      "setInterval, the fourth time",
      () =>
        new Promise<void>((resolve) => {
          let left = 4;
          const timer = setInterval(() => {
            if (--left > 0) return;
            clearInterval(timer);
            resolve();
          }, 250);
        }),
    ],
  ])("%s waits in its time", async (_, wait) => {
    const { run, pass, waiting } = simulation();
    const ended: number[] = [];
    run(() => void wait().then(() => ended.push(Date.now())));
    await pass(999);
    expect(ended).toEqual([]);
    await pass(1);
    expect(ended).toEqual([1_001_000]);
    expect(waiting.size).toBe(0);
  });

  test("a timer is taken back by itself, by its number and by `using`, and tells whether it is loose", async () => {
    const { run, pass, waiting } = simulation();
    const fired: string[] = [];
    run(() => {
      clearTimeout(setTimeout(() => fired.push("itself"), 5));
      clearTimeout(Number(setTimeout(() => fired.push("number"), 5)));
      using _timer = setTimeout(() => fired.push("using"), 5);
      setTimeout(() => fired.push("loose"), 5).unref();
    });
    expect([...waiting].map(({ isLoose }) => isLoose())).toEqual([true]);
    await pass(10);
    expect(fired).toEqual(["loose"]);
  });

  test("dates, their classes and chance are the simulation's", () => {
    simulation().run(() => {
      class Later extends Date {}
      expect([new Date().getTime(), Date.now(), new Later().getTime()]).toEqual([
        1_000_000, 1_000_000, 1_000_000,
      ]);
      expect(new Later()).toBeInstanceOf(Later);
      expect(new Date("2020-01-01").getFullYear()).toBe(2020);
      expect(new Date().constructor).toBe(Date);
      const format = new Intl.DateTimeFormat("en", { timeZone: "UTC" });
      expect([format.format(), format.formatToParts().at(-1)?.value]).toEqual(["1/1/1970", "1970"]);
      expect([5].map(format.format)).toEqual(["1/1/1970"]);
      expect(format.format).toBe(format.format);
      expect(Temporal.Now.instant().epochMilliseconds).toBe(1_000_000);
      expect(String(Temporal.Now.plainDateISO("UTC"))).toBe("1970-01-01");
      expect(String(Temporal.Now.zonedDateTimeISO("Asia/Tokyo"))).toContain("T09:16:40+09:00");
      expect(performance.timeOrigin + performance.now()).toBe(1_000_000);
      expect(performance.mark("here").startTime).toBe(performance.now());
      expect(performance.measure("up to now", "here").duration).toBe(0);
      expect(Math.random()).toBe(0.25);
      expect(crypto.randomUUID()).toBe("80808080-8080-4080-8080-808080808080");
      expect(crypto.getRandomValues(new Uint8Array(2))).toEqual(new Uint8Array([128, 128]));
    });
  });

  test("goes on through every await and callback, and not beyond", async () => {
    const { run, pass } = simulation();
    const seen: boolean[] = [];
    const note = () => void seen.push(insideOf() !== null);
    run(async () => {
      await Promise.resolve();
      note();
      queueMicrotask(note);
      setTimeout(note, 1);
    });
    await pass(2);
    note();
    expect(seen).toEqual([true, true, true, false]);
  });
});

test("outside of any, all is the machine's own", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(new Date().getFullYear()).toBeGreaterThan(2020);
  expect(new Set(Array.from({ length: 20 }, () => Math.random())).size).toBe(20);
});
