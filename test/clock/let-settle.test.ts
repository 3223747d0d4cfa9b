import { expect, test } from "bun:test";
import { letSettle } from "../../src/clock/let-settle.ts";

/** Writes down its end after so many microtasks, each of which causes the next. */
async function hop(hops: number, ends: number[]): Promise<void> {
  for (let hop = 0; hop < hops; hop++) await Promise.resolve();
  ends.push(hops);
}

test("microtasks, and all that they cause, have run when it returns", () => {
  const ends: number[] = [];
  void hop(3, ends);
  void hop(100, ends);
  expect(letSettle(false)).toBeUndefined();
  expect(ends).toEqual([3, 100]);
});

test("also where it is called by one of them", async () => {
  await Promise.resolve();
  const ends: number[] = [];
  void hop(100, ends);
  expect(letSettle(false)).toBeUndefined();
  expect(ends).toEqual([100]);
});

test("more than microtasks has a turn of the event loop", async () => {
  const turns: string[] = [];
  setImmediate(() => turns.push("immediate"));
  await letSettle(true);
  expect(turns).toEqual(["immediate"]);
});
