import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { chooserOf, defaultOrder, randomFrom } from "../../src/sim/schedule.ts";
import { runs } from "./arbitrary/runs.ts";
import { candidatesOf } from "./candidates.ts";

describe("a schedule", () => {
  test("that is empty is the default order", () => {
    const choose = chooserOf(defaultOrder);
    expect([1, 2, 9].map((count, step) => choose(candidatesOf(count), step))).toEqual([0, 0, 0]);
  });

  test("leaves the default order at the steps that it names, and nowhere else", () => {
    const choose = chooserOf({ deviations: [[1, 2]] });
    expect([0, 1, 2].map((step) => choose(candidatesOf(4), step))).toEqual([0, 2, 0]);
  });

  test("fits every run: a place that is not there wraps", () => {
    const schedules = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat()));
    const property = fc.property(
      schedules,
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 20 }),
      (deviations, count, step) => {
        const place = chooserOf({ deviations })(candidatesOf(count), step);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(count);
      },
    );
    fc.assert(property, runs(200));
  });
});

test("a source of random numbers stays from 0 to below 1 and is spread out", () => {
  const random = randomFrom(3);
  const drawn = Array.from({ length: 1000 }, random);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  const tenths = new Set(drawn.map((value) => Math.floor(value * 10)));
  expect(tenths.size).toBe(10);
});
