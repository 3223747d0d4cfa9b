import { expect, test } from "bun:test";
import { namedOrder, withoutDetours } from "../../../src/sim/search/named-order.ts";
import type { Chooser } from "../../../src/sim/schedule.ts";

const ready = (...labels: readonly string[]) =>
  labels.map((label, number) => ({ number, chain: label, label }));

test("a turn is taken once, wherever it comes up, and all else comes in the default order", () => {
  const choose = namedOrder([{ first: "c", second: "a" }]);
  expect(choose(ready("b", "c"), 0)).toBe(0);
  expect(choose(ready("a", "b", "c"), 17)).toBe(2);
  expect(choose(ready("a", "c"), 18)).toBe(0);
});

test("a turn whose other step is not there is left for later", () => {
  const turns = [
    { first: "x", second: "a" },
    { first: "b", second: "a" },
  ];
  const choose = namedOrder(turns);
  expect(choose(ready("a", "b"), 0)).toBe(1);
  expect(choose(ready("a", "x"), 1)).toBe(1);
});

test("steps that only led to the place of a later one are left out", async () => {
  const step = { atMs: 0, chain: "", candidates: 2, place: 1 };
  const steps = [
    { ...step, step: 3, label: "chunk 1", overtook: "screen" },
    { ...step, step: 4, label: "chunk 2", overtook: "screen" },
    { ...step, step: 9, label: "H begins", overtook: "A begins" },
    { ...step, step: 10, label: "A begins", overtook: null, place: 0 },
  ];
  // It fails where H begins before A, wherever that is.
  const isFailing = (draw: Chooser) => draw(ready("A begins", "H begins"), 20) === 1;
  let left = 0;
  await withoutDetours(steps, async (draw) => {
    if (!isFailing(draw)) return false;
    left = ["chunk 1", "chunk 2"].filter((label) => draw(ready("screen", label), 1) === 1).length;
    return true;
  });
  expect(left).toBe(0);
});
