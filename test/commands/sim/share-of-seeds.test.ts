import { expect, test } from "bun:test";
import { shareOfSeeds } from "../../../src/commands/sim/share-of-seeds.ts";

const seeds = { first: 100, count: 10, isDrawn: false };

test("without shards a machine runs all seeds", () => {
  expect(shareOfSeeds(0, seeds, undefined)).toEqual(Array.from({ length: 10 }, (_, n) => 100 + n));
});

test("shards run each seed of each scenario once, and about as many as each other", () => {
  const scenarios = [0, 1, 2];
  const shares = [1, 2, 3, 4].map((index) =>
    scenarios.flatMap((scenario) =>
      shareOfSeeds(scenario, seeds, { index, of: 4 }).map((seed) => `${scenario} ${seed}`),
    ),
  );
  expect(new Set(shares.flat()).size).toBe(30);
  expect(shares.flat()).toHaveLength(30);
  for (const share of shares) expect([7, 8]).toContain(share.length);
});

test("a seed is the same shard's, whatever range it stands in", () => {
  const shard = { index: 2, of: 3 };
  const parts = [0, 5, 10].flatMap((first) => shareOfSeeds(1, { first, count: 5 }, shard));
  expect(parts).toEqual([...shareOfSeeds(1, { first: 0, count: 15 }, shard)]);
});
