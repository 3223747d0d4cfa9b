import { describe, expect, test } from "bun:test";
import type { Event, EventBody } from "../../../src/core/event.ts";
import { ticketId } from "../../../src/core/ids.ts";
import { newClassWatch } from "../../../src/sim/coverage/happens-before.ts";
import { newLogReader } from "../../../src/sim/coverage/log-reader.ts";
import { ended, logOf, started } from "../laws/hand-made.ts";

const classOf = (log: readonly Event[]): string => {
  const reader = newLogReader();
  const watch = newClassWatch();
  for (const event of log) {
    watch.take(event, reader);
    reader.take(event);
  }
  return watch.name();
};

const [a, b] = [ticketId("A"), ticketId("B")];
const claimed = (id: typeof a): EventBody => ({ type: "ticket.claimed", ticketId: id, attempt: 1 });
const attempt = (id: typeof a): EventBody => ({
  type: "attempt.started",
  ticketId: id,
  attempt: 1,
});
const begin = [started(), claimed(a), claimed(b)] as const;

describe("two runs are of one class", () => {
  test("where events of two tickets changed places that have nothing to do with each other", () => {
    const one = logOf(...begin, attempt(a), attempt(b), ended());
    const other = logOf(...begin, attempt(b), attempt(a), ended());
    expect(classOf(one)).toBe(classOf(other));
  });

  test("whenever they were", () => {
    const log = logOf(...begin);
    expect(classOf(log.map((event) => ({ ...event, atMs: event.atMs * 2 })))).toBe(classOf(log));
  });
});

describe("two runs are of different classes", () => {
  test("where another ticket got the slot first", () => {
    expect(classOf(logOf(started(), claimed(a), claimed(b)))).not.toBe(
      classOf(logOf(started(), claimed(b), claimed(a))),
    );
  });

  test("where something concerned the whole run between them", () => {
    const resumed: EventBody = { type: "run.resumed" };
    expect(classOf(logOf(...begin, attempt(a), resumed, attempt(b)))).not.toBe(
      classOf(logOf(...begin, resumed, attempt(a), attempt(b))),
    );
  });

  test("where one ended otherwise", () => {
    const check = (passed: boolean): EventBody => ({
      type: "check.ended",
      effectId: 4,
      ticketId: a,
      passed,
      output: "",
    });
    expect(classOf(logOf(...begin, check(true)))).not.toBe(classOf(logOf(...begin, check(false))));
  });
});
