import { expect, test } from "bun:test";
import { patienceOf } from "../../src/sim/patience.ts";

test("patience runs out after its time, and at once where all is to stop", () => {
  const stop = new AbortController();
  const isOver = patienceOf(600_000, stop.signal);
  expect(isOver()).toBe(false);
  expect(patienceOf(0)()).toBe(true);
  stop.abort();
  expect(isOver()).toBe(true);
});
