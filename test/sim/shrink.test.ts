import { beforeAll, describe, expect, test } from "bun:test";
import type { DrawnFault } from "../../src/sim/drawn-fault.ts";
import { explain } from "../../src/sim/explain/explain.ts";
import { shrink } from "../../src/sim/shrink.ts";
import { warmUp } from "../../src/sim/simulate.ts";
import { drawTrial, runTrial, type TrialResult } from "../../src/sim/trial.ts";
import { firstComesFirst, twoTickets } from "./two-tickets.ts";

beforeAll(() => warmUp());

const checkers = { "first comes first": firstComesFirst };
const kind = "first comes first";

async function firstFailing(from: number): Promise<TrialResult> {
  for (let seed = from; ; seed++) {
    const result = await drawTrial(twoTickets, seed, { swarm: false, checkers });
    if (result.failures.some((failure) => failure.kind === kind)) return result;
  }
}

describe("a failure that a race brings", () => {
  test("is shrunk to the fewest steps out of the default order: not one of them can go", async () => {
    const failing = await firstFailing(1);
    const { trial } = await shrink(twoTickets, failing, kind, { checkers });
    const { deviations } = trial.schedule;
    expect(deviations.length).toBeGreaterThan(0);
    expect(deviations.length).toBeLessThan(failing.trial.schedule.deviations.length);
    for (const left of deviations) {
      const rest = deviations.filter((deviation) => deviation !== left);
      const schedule = { deviations: rest };
      const without = await runTrial(twoTickets, { ...trial, schedule }, checkers);
      expect(without.failures).toEqual([]);
    }
  });

  test("stays as it was found where there is no time to shrink it", async () => {
    const failing = await firstFailing(1);
    const isOver = () => true;
    expect(await shrink(twoTickets, failing, kind, { checkers, isOver })).toBe(failing);
    expect(await explain(twoTickets, failing, { kind, checkers, isOver })).toBeNull();
  });

  test("loses the companions that it does not need, and fails in the same way", async () => {
    const failing = await firstFailing(4);
    const smallest = await shrink(twoTickets, failing, kind, { checkers });
    expect(smallest.trial).toMatchObject({ killAtEvents: [], hurtCall: null, twice: false });
    expect(smallest.failures.map((failure) => failure.kind)).toEqual([kind]);
    const again = await runTrial(twoTickets, smallest.trial, checkers);
    expect(again.projection.digest).toBe(smallest.projection.digest);
  });
});

test("of many faults only those are left that the failure needs", async () => {
  const culprit: DrawnFault = {
    type: "tool",
    ticketId: "A",
    tool: "write",
    nth: 1,
    fault: "hangs",
  };
  const swarm: readonly DrawnFault[] = [
    { type: "slow-subscriber", delayMs: 5 },
    { type: "reply", at: "tier1 - - 1.1.1", fault: { type: "cut", afterEvents: 2 } },
    culprit,
    { type: "crash", atEvent: 30 },
  ];
  const failing = await runTrial(
    twoTickets,
    {
      schedule: { deviations: [] },
      swarm,
      killAtEvents: [],
      hurtCall: null,
      twice: false,
      wire: "anthropic",
      server: null,
    },
    checkers,
  );
  expect(failing.failures.map((failure) => failure.kind)).toContain(kind);
  const { trial } = await shrink(twoTickets, failing, kind, { checkers });
  expect(trial.swarm).toEqual([culprit]);
});

test("what does not fail again is left as it was", async () => {
  const passing = await runTrial(twoTickets, {
    schedule: { deviations: [[12, 1]] },
    swarm: [{ type: "slow-subscriber", delayMs: 5 }],
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "anthropic",
    server: null,
  });
  expect(passing.failures).toEqual([]);
  const { trial } = await shrink(twoTickets, passing, "law 1 (delivery)");
  expect(trial).toEqual(passing.trial);
});
