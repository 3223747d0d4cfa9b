import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { chooserOf, defaultOrder, randomFrom, seededChooser } from "../../src/sim/schedule.ts";
import { runs } from "./arbitrary/runs.ts";

describe("a schedule", () => {
  test("that is empty is the default order", () => {
    const choose = chooserOf(defaultOrder);
    expect([1, 2, 9].map((count, step) => choose(count, step))).toEqual([0, 0, 0]);
  });

  test("leaves the default order at the steps that it names, and nowhere else", () => {
    const choose = chooserOf({ deviations: [[1, 2]] });
    expect([0, 1, 2].map((step) => choose(4, step))).toEqual([0, 2, 0]);
  });

  test("fits every run: a place that is not there wraps", () => {
    const schedules = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat()));
    const property = fc.property(
      schedules,
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 20 }),
      (deviations, count, step) => {
        const place = chooserOf({ deviations })(count, step);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(count);
      },
    );
    fc.assert(property, runs(200));
  });
});

describe("a seed", () => {
  const placesOf = (seed: number) => {
    const choose = seededChooser(seed);
    return Array.from({ length: 200 }, (_, step) => choose(5, step));
  };

  test("gives the same choices each time, and another seed gives others", () => {
    expect(placesOf(7)).toEqual(placesOf(7));
    expect(placesOf(7)).not.toEqual(placesOf(8));
  });

  test("of 0 is the default order", () => {
    expect(new Set(placesOf(0))).toEqual(new Set([0]));
  });

  test("has a temper: some rarely leave the default order, some let the newest go first", () => {
    const share = (seed: number, place: number) =>
      placesOf(seed).filter((own) => own === place).length / 200;
    expect(share(2, 0)).toBeGreaterThan(0.8);
    expect(share(3, 4)).toBeGreaterThan(0.5);
    expect(share(5, 0)).toBeLessThan(0.4);
  });

  test("never chooses what is not there", () => {
    for (let seed = 0; seed < 50; seed++) {
      const choose = seededChooser(seed);
      for (let count = 1; count < 20; count++) {
        const place = choose(count, count);
        expect(place >= 0 && place < count && Number.isInteger(place)).toBe(true);
      }
    }
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
