import { expect, test } from "bun:test";
import fc from "fast-check";
import scenario from "../../scenarios/rejected-command.scenario.ts";
import type { Event } from "../../src/core/event.ts";
import { defaultOrder } from "../../src/sim/schedule.ts";
import {
  addResult,
  addTally,
  addTrial,
  emptyTally,
  emptyTallyOf,
  type Tally,
} from "../../src/sim/tally.ts";
import { runTrial } from "../../src/sim/trial.ts";

type Counted = Tally<string, string>;

function tallyOf(
  schedules: readonly (readonly [seed: number, kinds: readonly string[]])[],
): Counted {
  const tally: Counted = emptyTallyOf([]);
  for (const [seed, kinds] of schedules)
    addResult(tally, seed, {
      trial: `trial ${seed}`,
      strategy: "even",
      verdicts: new Map(),
      failures: kinds.map((kind) => ({ kind, message: `${kind} at ${seed}` })),
      steps: [],
      digest: String(seed),
      coverage: {
        reached: {
          events: new Map(),
          decisions: new Map(),
          pairs: new Map(),
          faults: new Map(),
          marks: new Map(),
        },
        happensBefore: "one",
      },
      shown: () => `schedule ${seed}`,
    });
  return tally;
}

test("a seldom failure is kept behind many of another kind, and each kind is counted in full", () => {
  const often = Array.from({ length: 300 }, (_, seed) => [seed, ["often"]] as const);
  const { failing, kinds } = tallyOf([...often, [300, ["often", "seldom"]]]);
  expect(kinds).toEqual({ often: 301, seldom: 1 });
  expect(failing.map(({ seed }) => seed)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 300]);
});

test("however the seeds are shared out, the sum is the same", () => {
  const schedules = fc.array(fc.subarray(["a", "b", "constructor"]), { maxLength: 60 });
  fc.assert(
    fc.property(
      schedules,
      fc.array(fc.nat(4), { minLength: 60, maxLength: 60 }),
      (list, owners) => {
        const seeds = list.map((kinds, seed) => [seed, kinds] as const);
        const sum = tallyOf([]);
        for (const owner of [3, 1, 4, 0, 2])
          addTally(sum, tallyOf(seeds.filter(([seed]) => owners[seed] === owner)));
        expect(sum).toEqual(tallyOf(seeds));
      },
    ),
    { numRuns: 200 },
  );
});

test("a run that fails is counted also where its log holds what no log can hold", async () => {
  const result = await runTrial(scenario, { schedule: defaultOrder });
  const last = result.record.log.at(-1)!;
  const impossible = { ...last, type: "popup.opened", popup: null } as unknown as Event;
  const record = { ...result.record, log: [...result.record.log, impossible] };
  const failures = [
    { kind: "law 3 (gate)", message: "it could not be checked", seenIn: "itself" as const },
  ];
  const tally = emptyTally();
  addTrial(tally, 0, { ...result, record, failures });
  expect(tally.kinds).toEqual({ "law 3 (gate)": 1 });
  expect(() => addTrial(emptyTally(), 0, { ...result, record })).toThrow();
});
