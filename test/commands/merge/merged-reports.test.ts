import { expect, test } from "bun:test";
import fc from "fast-check";
import { mergedReports } from "../../../src/commands/merge/merged-reports.ts";
import { coverageReport } from "../../../src/sim/coverage/coverage-tally.ts";
import { explore } from "../../../src/sim/explore.ts";
import { addTally, emptyTally, lawReports, searchReport } from "../../../src/sim/tally.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { failure, law, report } from "../../reports/sample-report.ts";

const part = (seed: number, members = {}) =>
  report({ failures: [failure({ seed, count: 1, ...members })] });

test("a scenario of several parts stands once, with what all of them counted", () => {
  const [one, ...others] = mergedReports([
    report({ seeds: 3, durationMs: 5, laws: [law({ holds: 2 })] }),
    report({ seeds: 4, durationMs: 7, laws: [law({ holds: 1 }), law({ law: 2 })] }),
  ]);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ seeds: 7, durationMs: 12, passed: true });
  expect(one?.laws.map(({ law: number, holds }) => [number, holds])).toEqual([
    [1, 3],
    [2, 20],
  ]);
});

test("a way of failing stands once, as its lowest seed met it", () => {
  const [merged] = mergedReports([part(9), part(4, { code: "r2.four" }), part(7)]);
  expect(merged?.passed).toBe(false);
  expect(merged?.failures.map(({ seed, count, code }) => [seed, count, code])).toEqual([
    [4, 3, "r2.four"],
  ]);
});

test("drawn faults and scripted ones are not mixed", () => {
  expect(mergedReports([report({ swarm: true }), report({ swarm: false })])).toHaveLength(2);
});

test("the order of the parts does not matter, but for which of two equals is shown", () => {
  const parts = [part(1), part(2, { kind: "deadlock" }), report({ name: "b" }), part(3)];
  const whole = mergedReports(parts);
  fc.assert(
    fc.property(fc.shuffledSubarray(parts, { minLength: 4 }), (shuffled) => {
      expect(mergedReports(shuffled)).toEqual(whole);
    }),
  );
});

test("parts together come to what one machine counts", async () => {
  const { loaded } = await loadScenarios(["scenarios/rejected-spawn.scenario.ts"]);
  const { scenario } = loaded[0]!;
  const options = { swarm: false, bail: false };
  const halves = [
    await explore(scenario, [0, 2, 4], options),
    await explore(scenario, [1, 3, 5], options),
  ];
  const whole = emptyTally();
  for (const half of halves) addTally(whole, half);
  const [merged] = mergedReports(
    halves.map((half) =>
      report({
        seeds: half.seeds,
        laws: lawReports(half),
        search: searchReport(half),
        coverage: coverageReport(half.coverage),
      }),
    ),
  );
  expect(merged?.seeds).toBe(whole.seeds);
  expect(merged?.laws).toEqual(lawReports(whole));
  expect(merged?.search).toEqual(searchReport(whole));
  expect(merged?.coverage).toEqual(coverageReport(whole.coverage));
});
