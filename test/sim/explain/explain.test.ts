import { beforeAll, describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { runDifference } from "../../../src/reports/sim/run-difference.ts";
import { explanationLines } from "../../../src/reports/sim/explanation-rows.ts";
import { examineFailures, shownOf } from "../../../src/sim/examine-failures.ts";
import { explain } from "../../../src/sim/explain/explain.ts";
import { explore } from "../../../src/sim/explore.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";
import { firstComesFirst, twoTickets } from "../two-tickets.ts";

beforeAll(() => warmUp());

const checkers = { "first comes first": firstComesFirst };

describe("a failure that a race brings", () => {
  const found = async () => {
    const options = { swarm: false, bail: true, checkers };
    const tally = await explore(twoTickets, [1, 2, 3, 4, 5, 6, 7, 8], options);
    return (await examineFailures(twoTickets, tally, { file: "FILE", checkers }))[0]!;
  };

  test("names two steps that fail in this order alone, and the first event that differs", async () => {
    const failure = await found();
    const { races, nearest, needs, continuations } = failure.explanation!;
    expect(races.length).toBeGreaterThan(0);
    const [race] = races;
    expect(failure.steps[race!.step]!.label).toBe(race!.first);
    expect(race!.second).not.toBe(race!.first);

    const { common, log } = nearest!;
    const difference = runDifference(failure)!;
    expect(difference.failing[0]!.words).not.toBe(difference.passing[0]!.words);
    expect(difference.failing[0]!.seq).toBe(common + 1);
    expect(firstComesFirst({ log } as never).type).toBe("holds");

    expect(needs.length).toBe(failure.deviations);
    for (const need of needs) expect(need.failing).toBeLessThanOrEqual(continuations);
    const lines = explanationLines(failure).join("\n");
    expect(lines).toContain(`race: ${race!.first} came before ${race!.second}`);
    expect(lines).toContain(difference.failing[0]!.words);
  });
});

test("a failure in the default order names the two steps whose order decides", async () => {
  const secondFirst = {
    "second comes first": (record: Parameters<typeof firstComesFirst>[0]) =>
      firstComesFirst(record).type === "holds"
        ? ({ type: "broken", breaches: ["the first came first"], exercised: 1 } as const)
        : ({ type: "holds", exercised: 1 } as const),
  };
  const checked = { kind: "second comes first", checkers: secondFirst };
  const result = await runTrial(twoTickets, { schedule: { deviations: [] } }, secondFirst);
  const { races, failing, continuations, nearest } = (await explain(twoTickets, result, checked))!;
  expect(failing).toBeLessThan(continuations);
  const [race] = races;
  expect(result.record.steps[race!.step]!.label).toBe(race!.first);
  expect(race!.second).not.toBe(race!.first);
  expect(nearest!.how).toBe(`with the order of step ${race!.step} the other way round`);
});

test("a failure that is gone only where several steps come otherwise names the last two, and how many more", async () => {
  const done = (log: readonly Event[]) => log.find(({ type }) => type === "ticket.done");
  const wholly = {
    "second is done first": ({ log }: Parameters<typeof firstComesFirst>[0]) => {
      const first = done(log);
      return first?.type === "ticket.done" && first.ticketId === "B"
        ? ({ type: "holds", exercised: 1 } as const)
        : ({ type: "broken", breaches: ["the first is done first"], exercised: 1 } as const);
    },
  };
  const result = await runTrial(twoTickets, { schedule: { deviations: [] } }, wholly);
  const kind = "second is done first";
  const { races } = (await explain(twoTickets, result, { kind, checkers: wholly }))!;
  expect(races.length).toBe(1);
  expect(result.record.steps[races[0]!.step]!.label).toBe(races[0]!.first);
});

test("what counts alike is told in one line, and so is what must change places besides", () => {
  const lines = explanationLines({
    messages: [],
    log: [],
    explanation: {
      races: [{ step: 7, first: "a", second: "b", besides: 2 }],
      nearest: null,
      continuations: 9,
      failing: 9,
      needs: [
        { what: "the fault “crash at event 3”", failing: 0 },
        { what: "the order of step 5 (a before b)", failing: 0 },
        { what: "the order of step 7 (a before c)", failing: 0 },
      ],
    },
  } as never);
  expect(lines).toEqual([
    "race: a came before b at step 7; the other way round, and with 2 other steps out of turn, it does not fail",
    "In 9 other orders of what comes after it fails 9 times; of as many",
    "  without the fault “crash at event 3”: 0",
    "  without the order of step 7 (a before c): 0; the same of 1 order before it",
  ]);
});

test("a failure that a fault brings is never without it, whatever the order", async () => {
  const hangs = {
    type: "tool",
    ticketId: "A",
    tool: "write",
    nth: 1,
    fault: "fails",
  } as const;
  const noErrors = {
    "no call fails": (record: Parameters<typeof firstComesFirst>[0]) => {
      const failed = record.log.some((event) => event.type === "tool.ended" && event.isError);
      return failed
        ? ({ type: "broken", breaches: ["a call failed"], exercised: 1 } as const)
        : ({ type: "holds", exercised: 1 } as const);
    },
  };
  const trial = { schedule: { deviations: [] }, swarm: [hangs] };
  const result = await runTrial(twoTickets, trial, noErrors);
  const shown = (await explain(twoTickets, result, {
    kind: "no call fails",
    checkers: noErrors,
  }))!;
  expect(shown.races).toEqual([]);
  expect(shown.failing).toBe(shown.continuations);
  expect(shown.needs).toEqual([{ what: "the fault “call 1 of write by A fails”", failing: 0 }]);
  expect(shown.nearest!.how).toBe("without the fault “call 1 of write by A fails”");
});

test("the steps of a run that was killed twice say where, and what was on the disk", async () => {
  const killAtEvents = [12, 25];
  const result = await runTrial(twoTickets, { schedule: { deviations: [] }, killAtEvents });
  const deaths = shownOf(result, "killed").steps.filter(
    ({ storedAtDeath }) => storedAtDeath !== undefined,
  );
  const lives = result.evidence.killed!.lives.filter(({ crashed }) => crashed);
  expect(lives.length).toBe(2);
  expect(deaths.map(({ storedAtDeath }) => storedAtDeath)).toEqual(
    lives.map(({ stored }) => stored),
  );
  // The next process of the run begins in the step behind.
  expect(deaths.map(({ step }) => step + 1)).toEqual(lives.map(({ steps }) => steps));
  expect(shownOf(result, "itself").steps.every((step) => !("storedAtDeath" in step))).toBe(true);
});
