import { beforeAll, describe, expect, test } from "bun:test";
import type { DrawnFault } from "../../../../src/sim/drawn-fault.ts";
import { defaultOrder } from "../../../../src/sim/schedule.ts";
import { warmUp } from "../../../../src/sim/simulate.ts";
import { runTrial } from "../../../../src/sim/trial.ts";
import { forgeries, personHabits } from "../../../../src/sim/world/manners.ts";
import { twoTickets } from "../../two-tickets.ts";

beforeAll(() => warmUp());

const popupId = "tracks:1";

/** One run, in which a person approves all, under these faults, killed and resumed besides. */
async function runUnder(...swarm: readonly DrawnFault[]) {
  const scenario = { ...twoTickets, rules: [], user: [] };
  const { failures, record } = await runTrial(scenario, {
    schedule: defaultOrder,
    swarm,
    killAtEvents: [30],
  });
  return { failures, log: record.log, outcome: record.lives.at(-1)!.finished?.outcome };
}

describe("an answer that fits no popup", () => {
  const refusals = {
    "wrong-hash": "payload-mismatch",
    "edit-of-another": "payload-mismatch",
    "unknown-popup": "unknown-popup",
    "not-offered": "decision-not-offered",
    "edit-not-offered": "decision-not-offered",
    "too-early": "unknown-popup",
    "unfit-edit": "invalid-edit",
  } as const;
  test.each([...forgeries])("%s is refused, and the run goes on", async (forgery) => {
    const { failures, log, outcome } = await runUnder({ type: "forged-answer", popupId, forgery });
    const refused = log.flatMap((event) => (event.type === "answer.refused" ? [event.why] : []));
    expect({ failures, refused, outcome }).toEqual({
      failures: [],
      refused: [refusals[forgery]],
      outcome: "done",
    });
  });
});

test.each([...personHabits])("a person who %s changes nothing but the time", async (habit) => {
  const { failures, outcome } = await runUnder({ type: "person-habit", popupId, habit });
  expect({ failures, outcome }).toEqual({ failures: [], outcome: "done" });
});

test("a person who leaves is waited for, and the run is resumed", async () => {
  const { log } = await runUnder({ type: "person-habit", popupId, habit: "leaves" });
  expect(log.filter(({ type }) => type === "run.resumed")).toHaveLength(1);
});

test("a person who answers from elsewhere is heard before the run is resumed", async () => {
  const habit = "answers-from-elsewhere";
  const { log } = await runUnder({ type: "person-habit", popupId, habit });
  const [decided, resumed] = ["popup.decided", "run.resumed"].map((type) =>
    log.find(
      (event) => event.type === type && (!("popupId" in event) || event.popupId === popupId),
    ),
  );
  expect(resumed!.seq).toBeGreaterThan(decided!.seq);
  expect(log[decided!.seq - 2]!.type).toBe("run.ended");
});

test("what can't be shown is waited for, and shown again", async () => {
  const habit = "loses-the-terminal";
  const { log } = await runUnder({ type: "person-habit", popupId, habit });
  const shown = log.filter((event) => event.type === "popup.shown" && event.popupId === popupId);
  expect(shown).toMatchObject([{ attended: false }, { attended: true }]);
});

test("a subscriber that throws costs the others nothing, wherever it stands", async () => {
  for (const place of ["first", "between", "last"] as const) {
    for (const manner of ["throws", "rejects"] as const) {
      const fault = { type: "throwing-subscriber", place, atEvent: 5, manner } as const;
      const { failures, outcome } = await runUnder(fault);
      expect({ failures, outcome }).toEqual({ failures: [], outcome: "done" });
    }
  }
});
