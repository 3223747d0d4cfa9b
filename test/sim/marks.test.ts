import { beforeAll, describe, expect, test } from "bun:test";
import { outcome, rehearse, sometimes, ticket } from "../../src/sim/api.ts";
import { marksOf } from "../../src/sim/marks.ts";
import type { FinishedRun, Scenario } from "../../src/sim/scenario.ts";
import { warmUp } from "../../src/sim/simulate.ts";
import { drawTrial, runTrial } from "../../src/sim/trial.ts";
import { twoTickets } from "./two-tickets.ts";

beforeAll(() => warmUp());

const doneFirst =
  (id: string) =>
  ({ log }: FinishedRun): boolean =>
    log.find((event) => event.type === "ticket.done")?.ticketId === id;

const marked: Scenario = {
  ...twoTickets,
  expect: [
    outcome("done"),
    sometimes("the second comes first", doneFirst("B")),
    sometimes("the first fails", ticket("A").failed()),
    sometimes("the process died", ({ log }) => log.some(({ type }) => type === "run.resumed")),
  ],
};

const marksOfSeeds = async (seeds: number): Promise<ReadonlySet<string>> => {
  const met = new Set<string>();
  for (let seed = 0; seed < seeds; seed++) {
    const { marks, failures } = await drawTrial(marked, seed, { swarm: false });
    expect(failures).toEqual([]);
    for (const mark of marks) met.add(mark);
  }
  return met;
};

describe("a mark", () => {
  test("is met by some schedule, companions included, and fails none", async () => {
    const met = await marksOfSeeds(10);
    expect([...met].toSorted()).toEqual(["the process died", "the second comes first"]);
  });

  test("is not met where its test throws", async () => {
    const throwing = { ...twoTickets, expect: [sometimes("never", () => void JSON.parse("{"))] };
    const { marks, failures } = await runTrial(throwing, { schedule: { deviations: [] } });
    expect({ marks, failures }).toEqual({ marks: [], failures: [] });
  });

  test("is known by its name before anything was run", () => {
    expect(marksOf(marked)).toEqual([
      "the second comes first",
      "the first fails",
      "the process died",
    ]);
  });

  test("that no schedule met fails a rehearsal that requires it, and no other", async () => {
    await rehearse(marked, { seeds: 2 });
    const error: unknown = await rehearse(marked, { seeds: 2, requireSometimes: true }).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(/None of 2 schedules met .*"the first fails"/);
  });
});
