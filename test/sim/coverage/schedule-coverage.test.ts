import { beforeAll, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { coreDecisions } from "../../../src/sim/coverage/core-decisions.ts";
import { newDecisionNotes } from "../../../src/sim/coverage/decision-notes.ts";
import { decisionsOf } from "../../../src/sim/coverage/decisions-of.ts";
import { coverageOf } from "../../../src/sim/coverage/schedule-coverage.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";
import { twoTickets } from "../two-tickets.ts";

beforeAll(() => warmUp());

const recordOfSeed = async (seed: number, swarm = false): Promise<RunRecord> =>
  (await drawTrial(twoTickets, seed, { swarm })).record;

test("what a schedule reached is known from its log, with the first event that showed it", async () => {
  const record = await recordOfSeed(0);
  const { reached } = coverageOf(record);
  expect(reached.events.get("run.started")).toBe(1);
  expect(reached.decisions.get("run: end as done")).toBe(record.log.length);
  const [second] = record.log.filter(({ type }) => type === "ticket.claimed");
  expect(reached.decisions.get("slots: claim")).toBe(second!.seq);
  expect([...reached.pairs.keys()]).toContain("preparation.ended, then preparation.ended");
  expect([...reached.faults.keys()]).toEqual([]);
});

test("every event comes of a decision that has a name, whatever goes wrong", async () => {
  for (let seed = 0; seed < 12; seed++) {
    const { log } = await recordOfSeed(seed, true);
    const notes = newDecisionNotes();
    for (const event of log) {
      const names = decisionsOf(event, notes);
      if (!isToldElsewhere(event)) expect({ event, names }).not.toEqual({ event, names: [] });
      for (const name of names) expect(coreDecisions).toContain(name);
      notes.take(event);
    }
  }
});

/** That a time is over is told by `popup.expired`, which follows; what a person stopped, where they said so. */
const isToldElsewhere = (event: Event): boolean =>
  event.type === "timer.ended" ||
  (event.type === "ticket.failed" && event.failure.message.startsWith("a person stopped it"));

test("a companion's reach counts, and its class does not", async () => {
  const [plain, hurt] = [await recordOfSeed(0), await recordOfSeed(4)];
  const faulty = { ...hurt, log: hurt.log.filter(({ type }) => type !== "run.ended") };
  const alone = coverageOf(plain);
  const together = coverageOf({ ...plain, log: plain.log.slice(0, -1) }, [plain, faulty, null]);
  expect([...together.reached.events.keys()].toSorted()).toEqual(
    [...alone.reached.events.keys()].toSorted(),
  );
  expect(together.happensBefore).not.toBe(alone.happensBefore);
});
