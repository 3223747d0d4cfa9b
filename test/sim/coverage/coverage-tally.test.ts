import { beforeAll, expect, test } from "bun:test";
import {
  addCoverage,
  addSchedule,
  coverageReport,
  emptyCoverage,
} from "../../../src/sim/coverage/coverage-tally.ts";
import { coverageOf, type ScheduleCoverage } from "../../../src/sim/coverage/schedule-coverage.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";
import { twoTickets } from "../two-tickets.ts";

const schedules: ScheduleCoverage[] = [];
beforeAll(async () => {
  await warmUp();
  for (let seed = 0; seed < 4; seed++) {
    schedules.push(coverageOf((await drawTrial(twoTickets, seed, { swarm: false })).record));
  }
});

const tallyOf = (parts: readonly ScheduleCoverage[], first = 0) => {
  const tally = emptyCoverage();
  for (const [at, part] of parts.entries()) addSchedule(tally, first + at, part);
  return tally;
};

test("parts together come to what one process counts", () => {
  const sum = emptyCoverage();
  // The later part first: it reached the same, under higher seeds.
  addCoverage(sum, tallyOf(schedules.slice(1), 1));
  addCoverage(sum, tallyOf(schedules.slice(0, 1)));
  expect(sum).toEqual(tallyOf(schedules));
  expect(JSON.stringify(coverageReport(sum))).toBe(
    JSON.stringify(coverageReport(tallyOf(schedules))),
  );
});

test("a report says of each name how many schedules reached it, and names what none did", () => {
  const report = coverageReport(tallyOf(schedules));
  expect(report.events["run.started"]).toBe(4);
  expect(report.events["run.interrupted"]).toBe(0);
  expect(report.decisions["run: end as done"]).toBe(4);
  expect(report.decisions["run: end as interrupted"]).toBe(0);
  expect(report.faults["crash during a merge"]).toBe(0);
  expect(report.classes).toBe(report.classDigests.length);
});

test("of two tickets' events that met, both orders are named", () => {
  const { pairs } = coverageReport(tallyOf(schedules.slice(0, 1)));
  for (const pair of Object.keys(pairs)) {
    const [first, then] = pair.split(", then ");
    expect(Object.keys(pairs)).toContain(`${then}, then ${first}`);
  }
});
