import { expect, test } from "bun:test";
import fc from "fast-check";
import { type SeedRange, seedRounds } from "../../../src/commands/sim/seed-rounds.ts";
import { defaultSeeds } from "../../../src/commands/sim/seeds-flag.ts";

/** Runs a search in which each seed takes so long, and says what was drawn and when it ended. */
function search(seeds: Parameters<typeof seedRounds>[0], forMs: number, eachMs: number) {
  let nowMs = 1_000;
  const ranges: SeedRange[] = [];
  for (const range of seedRounds(seeds, { forMs, nowMs: () => nowMs })) {
    ranges.push(range);
    nowMs += range.count * eachMs;
  }
  return { ranges, tookMs: nowMs - 1_000 };
}

test("without a time there is one round: all seeds", () => {
  expect([...seedRounds({ first: 7, count: 3, isDrawn: false }, null)]).toEqual([
    { first: 7, count: 3 },
  ]);
});

test("with a time the rounds are one range without a gap, and end about when the time is up", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      (first, forMs, eachMs) => {
        const { ranges, tookMs } = search({ ...defaultSeeds, first }, forMs, eachMs);
        let next = first;
        for (const range of ranges) {
          expect(range.first).toBe(next);
          next += range.count;
        }
        // At least the first seed is run, and what is begun is ended.
        expect(tookMs).toBeLessThan(forMs + eachMs);
        expect(tookMs).toBeGreaterThan(forMs - 2 * eachMs);
      },
    ),
  );
});

test("that much is loaded before the first seed ends no search", () => {
  let nowMs = 0;
  const ranges: SeedRange[] = [];
  for (const range of seedRounds(defaultSeeds, { forMs: 10_000, nowMs: () => nowMs })) {
    nowMs += range.count * 100 + (ranges.length === 0 ? 6_000 : 0);
    ranges.push(range);
  }
  expect(ranges.at(-1)!.first).toBeGreaterThan(20);
  expect(nowMs).toBeLessThanOrEqual(10_100);
});

test("a number of seeds ends it earlier", () => {
  const { ranges } = search({ first: 0, count: 10, isDrawn: false }, 1_000_000, 1);
  expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(10);
});
