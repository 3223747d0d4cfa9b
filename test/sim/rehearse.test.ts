import { describe, expect, test } from "bun:test";
import { outcome, stream } from "../../src/sim/api.ts";
import { rehearse, type RehearsalError } from "../../src/sim/rehearse.ts";
import { judgeBy } from "../../src/sim/laws/verdict.ts";
import type { RunRecord } from "../../src/sim/record.ts";
import { decodeReplay } from "../../src/sim/replay-code.ts";
import { runTrial } from "../../src/sim/trial.ts";
import { firstComesFirst, twoTickets } from "./two-tickets.ts";

const failureOf = async (run: Promise<unknown>): Promise<RehearsalError> =>
  (await run.then(
    () => {
      throw new Error("It passed.");
    },
    (error: unknown) => error,
  )) as RehearsalError;

describe("a rehearsal that passes", () => {
  test("tells the run and its log", async () => {
    const run = await rehearse(twoTickets);
    expect(run.outcome).toBe("done");
    expect(run.tickets.map(({ id, status }) => `${id} ${status}`)).toEqual(["A done", "B done"]);
    expect(run.streams["Tier 3 (Worker): A"]!.text).toBe("A begins.A ends.");
    expect(run.log).toHaveLength(run.events);
  });

  test("passes under many schedules, and under faults that no scenario wrote", async () => {
    const first = await rehearse(twoTickets);
    const many = await rehearse(twoTickets, { seeds: 12 });
    expect(many.digest).toBe(first.digest);
    const { events } = await rehearse(twoTickets, { seeds: 12, faults: "all" });
    expect(events).toBeGreaterThan(0);
  });
});

describe("a rehearsal that fails", () => {
  test("says what was expected and found, and how to see it again", async () => {
    const expected = [outcome("failed"), stream("Tier 3 (Worker): B").contains("nothing")];
    const { name, message, failures } = await failureOf(
      rehearse({ ...twoTickets, expect: expected }),
    );
    expect(name).toBe("RehearsalError");
    expect(message).toContain('The rehearsal of "two tickets" failed.');
    expect(message).toContain("Replay: rehearsal sim FILE --replay r2.");
    expect(failures.map(({ kind }) => kind)).toEqual(["expectation"]);
    expect(failures[0]!.messages).toHaveLength(2);
  });

  test("by a checker of one's own tells the schedule that broke it, which can be had again", async () => {
    const checkers = { "first comes first": firstComesFirst };
    const { failures } = await failureOf(rehearse(twoTickets, { seeds: 50, checkers }));
    const [failure] = failures;
    expect(failure).toMatchObject({ kind: "first comes first", deterministic: true });
    expect(failure!.messages.join()).toContain("B was done first");
    const { trial } = decodeReplay(failure!.code)!;
    const again = await runTrial(twoTickets, trial, checkers);
    expect(again.failures.map(({ kind }) => kind)).toEqual(["first comes first"]);
    expect(failure!.steps.filter(({ place }) => place > 0)).toHaveLength(failure!.deviations);
  });

  test("in the run that was killed and resumed shows that run, and not the one that went well", async () => {
    const checkers = {
      "nobody resumes": (record: RunRecord) =>
        judgeBy(({ exercise, breach }) => {
          exercise();
          if (record.lives.length > 1) breach("it was resumed");
        }),
    };
    const { failures } = await failureOf(rehearse(twoTickets, { seeds: 20, checkers }));
    const [failure] = failures;
    expect(failure?.seenIn).toMatch(/^the run that was killed at event \d+ and resumed$/);
    expect(failure?.log.map(({ type }) => type)).toContain("run.resumed");
    expect(failure?.steps.length).toBeGreaterThan(0);
  });

  test("by a checker that crashes is unknown, and unknown is no pass", async () => {
    const checkers = {
      mine: () => {
        throw new Error("a mistake in the checker");
      },
    };
    const { message } = await failureOf(rehearse(twoTickets, { checkers }));
    expect(message).toContain("mine could not be checked: a mistake in the checker");
  });
});
