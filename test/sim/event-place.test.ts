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

test("a call is counted once, however often its server refused how it was put", () => {
  const types = ["model.started", "server.learned", "model.started", "model.started"] as const;
  const watch = watchFor({ type: "model.started", nth: 2 });
  const reached = types.map((type, at) => watch([{ seq: at + 1, atMs: 0, type } as Event]));
  expect(reached).toEqual([false, false, false, true]);
});
