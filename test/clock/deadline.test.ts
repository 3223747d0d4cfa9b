import { expect, test } from "bun:test";
import { deadlineIn } from "../../src/clock/deadline.ts";

test("a deadline comes after its time, and at once where all is to stop", () => {
  const stop = new AbortController();
  const isOver = deadlineIn(600_000, stop.signal);
  expect(isOver()).toBe(false);
  expect(deadlineIn(0)()).toBe(true);
  stop.abort();
  expect(isOver()).toBe(true);
});
