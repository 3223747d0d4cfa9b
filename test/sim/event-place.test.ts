import { expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { watchFor } from "../../src/sim/event-place.ts";

const log: readonly Event[] = [
  { seq: 1, atMs: 0, type: "run.resumed" },
  { seq: 2, atMs: 0, type: "run.interrupted" },
  { seq: 3, atMs: 0, type: "run.resumed" },
];
const shown = (watch: ReturnType<typeof watchFor>) => log.map((event) => watch([event]));

test("a number is reached by the event that has it, and stays reached", () => {
  expect(shown(watchFor(2))).toEqual([false, true, true]);
});

test("a type is reached by its nth event, alone or within a batch", () => {
  expect(shown(watchFor({ type: "run.resumed", nth: 2 }))).toEqual([false, false, true]);
  expect(watchFor({ type: "run.resumed", nth: 2 })(log)).toBe(true);
});

test("what never comes is never reached", () => {
  expect(shown(watchFor({ type: "run.ended", nth: 1 }))).toEqual([false, false, false]);
});
