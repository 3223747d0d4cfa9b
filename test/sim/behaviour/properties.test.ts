import { beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { differences, endingOf } from "../../../src/sim/laws/ending.ts";
import { laws } from "../../../src/sim/laws/laws.ts";
import { isFailing } from "../../../src/sim/laws/verdict.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { runTrial, type Trial } from "../../../src/sim/trial.ts";
import { runs, timeoutMs } from "../arbitrary/runs.ts";
import { anyScenario, type Shape } from "../arbitrary/scenario.ts";
import { anySchedule, anyWeather } from "../arbitrary/weather.ts";

beforeAll(() => warmUp());

/** What was checked at all, over all runs: a law that is never exercised would be held by anything. */
const exercised = new Map<number, number>();

async function failuresOf(scenario: Scenario, trial: Trial): Promise<readonly string[]> {
  const { failures, verdicts } = await runTrial(scenario, trial);
  for (const [law, verdict] of verdicts) {
    const count = "exercised" in verdict && !isFailing(verdict) ? verdict.exercised : 0;
    exercised.set(law, (exercised.get(law) ?? 0) + count);
  }
  return failures.map(({ message }) => message);
}

/** By the letter of the trial, laws alone: whom nobody scripted is agreeable. */
const lawsAlone = {
  swarm: [],
  killAtEvents: [],
  hurtCall: null,
  twice: false,
  wire: "anthropic",
  server: null,
} as const;

const workers = fc.integer({ min: 1, max: 8 });
const wild: Shape = { minTickets: 1, maxTickets: 12, workers, meets: "shared", temper: "wilful" };
const calm: Shape = { ...wild, meets: "own", temper: "steady" };

test(
  "whatever is planned, said, decided and scheduled, and whatever fails: the laws hold",
  async () => {
    const cases = anyScenario(wild).chain(({ scenario, plan }) =>
      fc.record({
        scenario: fc.constant(scenario),
        schedule: anySchedule,
        swarm: anyWeather(plan),
        twice: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ scenario, schedule, swarm, twice }) => {
        const trial = { ...lawsAlone, schedule, swarm, twice };
        expect(await failuresOf(scenario, trial)).toEqual([]);
      }),
      runs(60),
    );
  },
  timeoutMs,
);

test(
  "a run of up to forty tickets over three tracks keeps the laws",
  async () => {
    const large: Shape = { ...wild, minTickets: 20, maxTickets: 40 };
    await fc.assert(
      fc.asyncProperty(anyScenario(large), anySchedule, async ({ scenario }, schedule) => {
        expect(await failuresOf(scenario, { ...lawsAlone, schedule })).toEqual([]);
      }),
      runs(4),
    );
  },
  timeoutMs,
);

test(
  "killed at any event, or with any call cut, a run ends as it would have",
  async () => {
    const cases = anyScenario(calm).chain(({ scenario, plan: { tickets } }) =>
      fc.record({
        scenario: fc.constant(scenario),
        schedule: anySchedule,
        killAtEvents: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }),
        hurtCall: fc
          .constantFrom(...tickets)
          .map(({ id, trackId }) => `tier3 ${trackId} ${id} 1.1.1`),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ scenario, ...drawn }) => {
        expect(await failuresOf(scenario, { ...lawsAlone, ...drawn })).toEqual([]);
      }),
      runs(25),
    );
  },
  timeoutMs,
);

/** Where tickets write disjoint files and nothing depends on time, the schedule must not show in the end. */
async function endsAsAlone(scenario: Scenario, trial: Trial): Promise<void> {
  const alone = { ...scenario, config: { ...scenario.config, workers: 1 } };
  const together = await runTrial(scenario, trial);
  const one = await runTrial(alone, { ...trial, schedule: defaultOrder });
  expect(together.failures).toEqual([]);
  expect(one.projection.tickets).not.toEqual([]);
  expect(differences(endingOf(one.record), endingOf(together.record))).toEqual([]);
}

test(
  "streams, tickets and files end as with one worker, whatever the schedule",
  async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario(calm), anySchedule, ({ scenario }, schedule) =>
        endsAsAlone(scenario, { ...lawsAlone, schedule }),
      ),
      runs(25),
    );
  },
  timeoutMs,
);

test(
  "eight workers who are all busy at once end as one alone does",
  async () => {
    const eight: Shape = { ...calm, minTickets: 8, maxTickets: 16, workers: fc.constant(8) };
    await fc.assert(
      fc.asyncProperty(anyScenario(eight), anySchedule, ({ scenario }, schedule) =>
        endsAsAlone(scenario, { ...lawsAlone, schedule }),
      ),
      runs(6),
    );
  },
  timeoutMs,
);

test("every law was exercised by these runs", () => {
  const never = laws.filter(({ number }) => (exercised.get(number) ?? 0) === 0);
  expect(never).toEqual([]);
});
