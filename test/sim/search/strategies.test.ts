import { describe, expect, test } from "bun:test";
import { seededChooser, strategyNames, strategyOf } from "../../../src/sim/search/strategies.ts";
import { candidatesOf } from "../candidates.ts";
import { medianUntil, orderOf, type Race } from "./race.ts";

describe("a seed", () => {
  const placesOf = (seed: number) => {
    const choose = seededChooser(seed);
    return Array.from({ length: 200 }, (_, step) => choose(candidatesOf(5), step));
  };

  test("gives the same choices each time, and another seed gives others", () => {
    for (let seed = 1; seed <= 8; seed++) expect(placesOf(seed)).toEqual(placesOf(seed));
    expect(placesOf(4)).not.toEqual(placesOf(12));
  });

  test("of 0 is the default order", () => {
    expect(new Set(placesOf(0))).toEqual(new Set([0]));
  });

  test("never chooses what is not there", () => {
    for (let seed = 0; seed < 50; seed++) {
      const choose = seededChooser(seed);
      for (let count = 1; count < 20; count++) {
        const place = choose(candidatesOf(count), count);
        expect(place >= 0 && place < count && Number.isInteger(place)).toBe(true);
      }
    }
  });

  test("takes its turn among the strategies, and one that is named is taken by all", () => {
    const taken = new Set(Array.from({ length: 8 }, (_, index) => strategyOf(index + 1).name));
    expect(taken.size).toBe(8);
    for (const name of strategyNames) expect(strategyOf(3, name).name).toBe(name);
  });
});

describe("of eight chains of twenty steps, an order is met within so many schedules", () => {
  const before = (order: readonly string[], a: string, b: string) =>
    order.lastIndexOf(a) < order.indexOf(b);

  const orders: readonly (readonly [string, number, (order: readonly string[]) => boolean])[] = [
    ["one wholly before another", 20, (order) => before(order, "A", "B")],
    [
      "two pairs, each in its order",
      100,
      (order) => before(order, "A", "B") && before(order, "C", "D"),
    ],
    ["three one after another", 100, (order) => before(order, "A", "B") && before(order, "B", "C")],
  ];
  for (const [name, most, isMet] of orders) {
    test(`${name}: ${most}, at the median of ten ranges of seeds`, () => {
      const race: Race = { chains: 8, steps: 20 };
      const median = medianUntil(race, isMet, { ranges: 10, most: 2 * most });
      expect(median).toBeLessThanOrEqual(most);
    });
  }

  test("six chains: all pairs of whole chains within 32, and 100 of 120 triples within 128", () => {
    const race: Race = { chains: 6, steps: 20 };
    const names = [..."ABCDEF"];
    const pairs = new Set<string>();
    const triples = new Set<string>();
    for (let seed = 0; seed < 128; seed++) {
      const order = orderOf(race, seed);
      for (const a of names)
        for (const b of names) {
          if (a === b || !before(order, a, b)) continue;
          if (seed < 32) pairs.add(a + b);
          for (const c of names) if (c !== b && before(order, b, c)) triples.add(a + b + c);
        }
    }
    expect(pairs.size).toBe(30);
    expect(triples.size).toBeGreaterThanOrEqual(100);
  });
});
