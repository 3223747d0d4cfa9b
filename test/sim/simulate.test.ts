import { beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { eventLoopTurn } from "../../src/clock/event-loop-turn.ts";
import { project } from "../../src/core/project.ts";
import { weatherOf } from "../../src/sim/drawn-fault.ts";
import { fairWeather, type Weather } from "../../src/sim/faults.ts";
import { digestOfRecord } from "../../src/sim/laws/ending.ts";
import type { RunRecord } from "../../src/sim/record.ts";
import { seededChooser } from "../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../src/sim/simulate.ts";
import { twoTickets } from "./two-tickets.ts";

beforeAll(() => warmUp());

const run = (seed: number, weather: Weather = fairWeather): Promise<RunRecord> =>
  simulate({ scenario: twoTickets, choose: seededChooser(seed), weather });

const faulty = (...faults: Parameters<typeof weatherOf>[0]): Weather =>
  weatherOf(faults, () => null);

const endOf = (record: RunRecord) => {
  const { outcome, tickets } = project(record.log);
  return {
    outcome,
    tickets: tickets.map(({ status }) => status),
    files: Object.keys(record.files),
  };
};
const allDone = {
  outcome: "done",
  tickets: ["done", "done"],
  files: ["README.md", "A", "B"],
} as const;

test("a run ends, and what it did is on the branch", async () => {
  const record = await run(0);
  expect(record.end).toEqual({ type: "over" });
  const { files, ...rest } = endOf(record);
  expect(rest).toEqual({ outcome: "done", tickets: ["done", "done"] });
  expect(files.toSorted()).toEqual([...allDone.files].toSorted());
});

test("what is rejected and nobody handles is a problem of the run, each error once", async () => {
  const source = (path: string) => JSON.stringify(join(import.meta.dir, path));
  // In a process of its own: `bun test` takes such a rejection for the failure of a test, whoever listens.
  const program = `
    import { fairWeather } from ${source("../../src/sim/faults.ts")};
    import { chooserOf, defaultOrder } from ${source("../../src/sim/schedule.ts")};
    import { simulate } from ${source("../../src/sim/simulate.ts")};
    import { twoTickets as scenario } from ${source("two-tickets.ts")};
    const reply = () => void Promise.reject(new Error("nobody waits for this"));
    const weather = { ...fairWeather, reply: () => reply() ?? null };
    const choose = chooserOf(defaultOrder);
    const hurt = () => simulate({ scenario, choose, weather });
    const records = [...(await Promise.all([hurt(), hurt()])), await simulate({ scenario, choose })];
    const problems = records.map((one) => one.problems.map(({ type, message }) => [type, message.split("\\n")[0]]));
    console.log(JSON.stringify({ problems, listeners: process.listenerCount("unhandledRejection") }));`;
  const child = Bun.spawn([process.execPath, "-e", program], { stderr: "pipe" });
  const problem = [
    "uncaught",
    "A promise was rejected and nobody handled it, which ends a real process: Error: nobody waits for this",
  ];
  expect(await new Response(child.stderr).text()).toBe("");
  expect(JSON.parse(await new Response(child.stdout).text())).toEqual({
    problems: [[problem], [problem], []],
    listeners: 0,
  });
});

test("virtual time does not pass where nothing waits", async () => {
  const { log } = await run(0);
  expect(log.at(-1)!.atMs).toBe(log[0]!.atMs);
});

test("the same seed gives the same log, another one another order", async () => {
  const [first, again, other] = [await run(5), await run(5), await run(6)];
  expect(digestOfRecord(again)).toBe(digestOfRecord(first));
  expect(digestOfRecord(other)).not.toBe(digestOfRecord(first));
});

test("many simulations can go on at once in one process", async () => {
  const alone = [await run(1), await run(2), await run(3)];
  const together = await Promise.all([run(1), run(2), run(3)]);
  expect(together.map(digestOfRecord)).toEqual(alone.map(digestOfRecord));
});

test("the same seed gives the same log in another process", async () => {
  const script = `
    import { seededChooser } from "./src/sim/search/strategies.ts";
    import { digestOfRecord } from "./src/sim/laws/ending.ts";
    import { simulate, warmUp } from "./src/sim/simulate.ts";
    import { twoTickets } from "./test/sim/two-tickets.ts";
    await warmUp();
    for (const seed of [0, 7]) {
      const record = await simulate({ scenario: twoTickets, choose: seededChooser(seed) });
      console.log(digestOfRecord(record));
    }`;
  const child = Bun.spawn([process.execPath, "-e", script], {
    cwd: join(import.meta.dir, "../.."),
    stdout: "pipe",
  });
  const printed = await new Response(child.stdout).text();
  const here = [digestOfRecord(await run(0)), digestOfRecord(await run(7))];
  expect(printed.trim().split("\n")).toEqual(here);
}, 60_000);

describe("a process that ends before its time is followed by another", () => {
  test("after a crash at any event the run goes on and ends as it would have", async () => {
    const whole = await run(0);
    for (let atEvent = 1; atEvent <= whole.log.length; atEvent += 7) {
      const record = await run(0, faulty({ type: "crash", atEvent }));
      expect(record.lives.map(({ crashed }) => crashed)).toEqual([true, false]);
      expect(endOf(record)).toEqual(endOf(whole));
    }
  });

  test("after an interrupt at any event, too", async () => {
    const whole = await run(0);
    for (let atEvent = 1; atEvent < whole.log.length; atEvent += 7) {
      const record = await run(0, faulty({ type: "interrupt", atEvent }));
      expect(record.end).toEqual({ type: "over" });
      expect(record.problems.filter(({ type }) => type === "crashed")).toEqual([]);
      expect(endOf(record)).toEqual(endOf(whole));
    }
  });

  test("after a full disk it goes on once there is room", async () => {
    const record = await run(0, faulty({ type: "disk-full", atEvent: 40 }));
    expect(record.lives.map(({ finished }) => finished?.failure?.code ?? null)).toEqual([
      "store-failed",
      null,
    ]);
    expect(endOf(record)).toEqual(endOf(await run(0)));
  });

  test("every crash strikes once, also at the place where the one before did", async () => {
    const crashAt = (atEvent: number) => ({ type: "crash", atEvent }) as const;
    const weather = faulty(crashAt(20), crashAt(20), crashAt(40));
    const record = await run(0, weather);
    expect(record.lives.map(({ crashed }) => crashed)).toEqual([true, true, true, false]);
    expect(endOf(record)).toEqual(endOf(await run(0)));
  });

  test("what the dead process still had under way is let go, and tells nobody", async () => {
    const record = await run(0, faulty({ type: "crash", atEvent: 20 }));
    const [first, second] = record.lives;
    const before = first!.log.length;
    await eventLoopTurn();
    expect(first!.log.length).toBe(before);
    expect(second!.inherited).toBeLessThanOrEqual(before);
  });
});

describe("who watches", () => {
  test("sees the whole log, however slow", async () => {
    const record = await run(3, faulty({ type: "slow-subscriber", delayMs: 3000 }));
    for (const { events } of record.receptions) expect(events).toEqual([...record.log]);
    expect(record.receptions.map(({ subscriber }) => subscriber)).toEqual([
      "recorder",
      "screen",
      "slow",
    ]);
  });

  test("and dies keeps nobody else from it", async () => {
    const record = await run(3, faulty({ type: "dead-subscriber", atEvent: 10 }));
    const seen = Object.fromEntries(
      record.receptions.map(({ subscriber, events }) => [subscriber, events.length]),
    );
    expect(seen["recorder"]).toBe(record.log.length);
    expect(seen["screen"]).toBe(record.log.length);
    expect(seen["dead"]).toBeLessThan(record.log.length);
    expect(record.lives[0]!.finished!.lostSubscribers.map(({ name }) => name)).toEqual(["dead"]);
  });
});
