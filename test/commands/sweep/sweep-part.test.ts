import { expect, test } from "bun:test";
import fc from "fast-check";
import { packWorked, partsOfSweep, unpackWorked } from "../../../src/commands/sweep/sweep-part.ts";
import { addRange } from "../../../src/reports/sim/course.ts";
import { emptyTally } from "../../../src/sim/tally.ts";

const options = { swarm: false, wire: "anthropic", strategy: null } as const;

test("the parts of a sweep hold each seed of each scenario once, whatever their size", () => {
  const scenario = fc.record({
    file: fc.constantFrom("a.scenario.ts", "b.scenario.ts"),
    fileHash: fc.constant("hash"),
    name: fc.uuid(),
    first: fc.nat(1_000),
    count: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(
      fc.array(scenario, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 20 }),
      (work, size) => {
        const parts = partsOfSweep(work, { ...options, size });
        for (const [index, { first, count }] of work.entries()) {
          const seeds = parts
            .filter((part) => part.index === index)
            .flatMap(({ part: { job } }) =>
              Array.from({ length: job.count }, (_, at) => job.first + at),
            );
          expect(seeds).toEqual(Array.from({ length: count }, (_, at) => first + at));
        }
        expect(new Set(parts.map(({ part }) => part.id)).size).toBe(parts.length);
      },
    ),
  );
});

test("a part of a file that has changed is another part", () => {
  const work = { file: "a", fileHash: "1", name: "n", first: 0, count: 1 };
  const idOf = (members: Partial<typeof work>) =>
    partsOfSweep([{ ...work, ...members }], { ...options, size: 1 })[0]!.part.id;
  expect(idOf({})).toBe(idOf({}));
  expect(idOf({ fileHash: "2" })).not.toBe(idOf({}));
  expect(idOf({ first: 1 })).not.toBe(idOf({}));
});

test("a tally comes out of its JSON as it was", () => {
  const tally = emptyTally();
  tally.logs.add("a").add("b");
  tally.coverage.classes.set("c", 3);
  addRange(tally.course, { from: 5, schedules: 1, failing: 1 });
  tally.coverage.reached.events["run.started"] = 3;
  tally.strategies["pct-2"] = { schedules: 3, failing: 1, firstFailing: 5 };
  expect(unpackWorked(packWorked({ tally, durationMs: 5 }))).toEqual({ tally, durationMs: 5 });
});
