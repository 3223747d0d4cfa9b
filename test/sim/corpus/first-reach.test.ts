import { beforeAll, expect, test } from "bun:test";
import { drawPrefix } from "../../../src/sim/corpus/draw-prefix.ts";
import { newPrefixes } from "../../../src/sim/corpus/first-reach.ts";
import type { Prefix } from "../../../src/sim/corpus/prefix.ts";
import { coverageOf } from "../../../src/sim/coverage/schedule-coverage.ts";
import { explore } from "../../../src/sim/explore.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { addTally, emptyTally, type Tally } from "../../../src/sim/tally.ts";
import { drawTrial, runTrial } from "../../../src/sim/trial.ts";
import { twoTickets } from "../two-tickets.ts";

const search = (seeds: readonly number[], prefixes: readonly Prefix[] | null): Promise<Tally> =>
  explore(twoTickets, seeds, { swarm: false, bail: false, prefixes });

let kept: readonly Prefix[];
beforeAll(async () => {
  await warmUp();
  kept = newPrefixes((await search([0, 1, 2, 3], [])).firsts, []);
});

test("a beginning that is kept leads to what it was kept for", async () => {
  expect(kept.length).toBeGreaterThan(0);
  for (const { reaches, steps, deviations } of kept.slice(0, 2)) {
    const { record } = await runTrial(twoTickets, { schedule: { deviations } });
    const { pairs, decisions } = coverageOf(record).reached;
    const [kind, name] = reaches.split(/: (.*)/);
    const seq = (kind === "pairs" ? pairs : decisions).get(name!);
    expect(record.stepsAtEvent[seq! - 1]).toBeLessThanOrEqual(steps);
  }
});

test("what is kept is the same, however the seeds were shared out", async () => {
  const sum = emptyTally();
  for (const seeds of [
    [2, 3],
    [0, 1],
  ])
    addTally(sum, await search(seeds, []));
  expect(newPrefixes(sum.firsts, []).toSorted(byName)).toEqual(kept.toSorted(byName));
  expect(newPrefixes(sum.firsts, kept)).toEqual([]);
});

test("a quarter of the seeds branch, each as its number says, and never the default order", () => {
  const branching = Array.from({ length: 400 }, (_, seed) => drawPrefix(seed, kept)).filter(
    (prefix) => prefix !== null,
  );
  expect(branching.length).toBeGreaterThan(60);
  expect(branching.length).toBeLessThan(140);
  expect(drawPrefix(0, kept)).toBeNull();
  expect(drawPrefix(7, [])).toBeNull();
});

test("a schedule that branched is replayed without the corpus", async () => {
  const seed = Array.from({ length: 100 }, (_, n) => n).find((n) => drawPrefix(n, kept) !== null)!;
  const branched = await drawTrial(twoTickets, seed, { swarm: false, prefixes: kept });
  const again = await runTrial(twoTickets, branched.trial);
  expect(branched.strategy).toBe("branch");
  expect(again.projection.digest).toBe(branched.projection.digest);
});

test("without a corpus nothing is kept", async () => {
  expect((await search([0, 1], null)).firsts).toEqual({});
});

const byName = (a: Prefix, b: Prefix): number => (a.reaches < b.reaches ? -1 : 1);
