import { describe, expect, test } from "bun:test";
import { checkDelivery } from "../../../src/sim/laws/delivery.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import {
  asked,
  breachesOf,
  called,
  came,
  completed,
  discarded,
  ended,
  lifeOf,
  logOf,
  opened,
  receptionOf,
  recordOf,
  sent,
  started,
  text,
  usageOf,
} from "./hand-made.ts";

const used = usageOf(1, 1);
const log = logOf(
  started(),
  opened(),
  called(),
  came(3, [text("one "), text("two")], used),
  completed(3),
  ended(),
);
const wire = [sent([text("one ")]), sent([text("two")], used)];

const check = (events: typeof log, changes: Partial<RunRecord> = {}) =>
  checkDelivery(recordOf(events, { lives: [lifeOf(events)], observations: wire, ...changes }));

test("it holds where the log has what the provider sent, and everybody got the log", () => {
  const verdict = check(log, { receptions: [receptionOf(log)] });
  expect(verdict).toEqual({ type: "holds", exercised: 3 });
});

test("it is not exercised where nobody spoke and nobody watched", () => {
  expect(checkDelivery(recordOf(logOf(started())))).toEqual({ type: "not-exercised" });
});

test("it is unknown where the log cannot be read", () => {
  expect(check(logOf(ended()))).toMatchObject({ type: "unknown" });
});

test("who threw is named at the end", () => {
  const log = logOf(started(), ended());
  const receptions = [receptionOf(log, { dies: true, threw: true })];
  expect(breachesOf(checkDelivery(recordOf(log, { receptions })))).toContain(
    "threw, and the end of the run does not say so",
  );
});

describe("it is broken where", () => {
  const unitOf = (...deltas: readonly string[]) =>
    logOf(started(), opened(), called(), came(3, deltas.map(text), used), completed(3), ended());

  test("a delta is missing", () => {
    expect(breachesOf(check(unitOf("one ")))).toContain("completed with 1 deltas of the 2");
  });

  test("a delta came twice", () => {
    expect(breachesOf(check(unitOf("one ", "one ", "two")))).toContain("the provider sent");
  });

  test("two deltas changed places", () => {
    expect(breachesOf(check(unitOf("two", "one ")))).toContain("delta 0 in the log");
  });

  test("a stream holds words of another", () => {
    expect(breachesOf(check(unitOf("one ", "two", "of another")))).toContain("nothing more");
  });

  test("a unit has no end although the run has one", () => {
    const events = logOf(started(), opened(), called(), came(3, [text("one ")]), ended());
    expect(breachesOf(check(events))).toContain("has no end");
  });

  test("a unit ends twice", () => {
    const events = logOf(started(), opened(), called(), discarded(3), discarded(3), ended());
    expect(breachesOf(check(events))).toContain("after it was discarded");
  });

  test("a subscriber received less than the whole log", () => {
    const receptions = [receptionOf(log.slice(0, 4))];
    expect(breachesOf(check(log, { receptions }))).toContain("received 4 of 6 events");
  });

  test("a subscriber received an event twice", () => {
    const receptions = [receptionOf([...log.slice(0, 2), ...log.slice(1)])];
    expect(breachesOf(check(log, { receptions }))).toContain(
      "received event 2 where event 3 was due",
    );
  });

  test("a subscriber that takes everything at once had to wait for another", () => {
    const receptions = [receptionOf(log, { waits: 2 })];
    expect(breachesOf(check(log, { receptions }))).toContain("had to wait for events 2 times");
  });

  test("the next try asks for something else than the one before", () => {
    const requests = [asked({ messages: [] }), asked({ messages: ["one "] }, 2)];
    const verdict = check(log, { observations: [...wire, ...requests] });
    expect(breachesOf(verdict)).toContain("try 2 asks for something else");
  });
});

describe("it still holds where", () => {
  test("a try was discarded, and the next one repeats its words", () => {
    const events = logOf(
      started(),
      opened(),
      called(),
      came(3, [text("one ")]),
      discarded(3),
      called(2),
      came(6, [text("one "), text("two")], used, 2),
      completed(6, 2),
      ended(),
    );
    const observations = [
      sent([text("one ")]),
      sent([text("one ")], null, 2),
      sent([text("two")], used, 2),
    ];
    expect(check(events, { observations })).toMatchObject({ type: "holds" });
  });

  test("whoever died by our own doing missed the rest", () => {
    const receptions = [receptionOf(log.slice(0, 4), { dies: true })];
    expect(check(log, { receptions })).toMatchObject({ type: "holds" });
  });

  test("a process that crashed was about to deliver", () => {
    const receptions = [receptionOf(log.slice(0, 4))];
    const lives = [lifeOf(log, { crashed: true, finished: null })];
    expect(check(log, { receptions, lives })).toMatchObject({ type: "holds" });
  });

  test("a subscriber outlasted all patience, and the run says that it was given up", () => {
    const lostSubscribers = [{ name: "slow", message: "took nothing", missedEvents: 2 }];
    const lives = [lifeOf(log, { finished: { outcome: "done", failure: null, lostSubscribers } })];
    const reception = receptionOf(log.slice(0, 4), { subscriber: "slow", delayMs: 60_000 });
    expect(check(log, { lives, receptions: [reception] })).toMatchObject({ type: "holds" });
    const quick = { ...reception, delayMs: 1000 };
    expect(check(log, { lives, receptions: [quick] })).toMatchObject({ type: "broken" });
  });
});
