import { expect, test } from "bun:test";
import type { TimeBudget } from "../../../src/core/ledger/time-limit.ts";
import { popupId, ticketId } from "../../../src/core/ids.ts";
import type { Decision } from "../../../src/core/gates/decision.ts";
import { takeAtRest } from "../../../src/runtime/take-at-rest.ts";
import {
  approval,
  runUntilIdle,
  settle,
  start,
  statuses,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

/** Each call of a worker takes ten minutes, everything else no time. */
function conducted(timeBudget: TimeBudget, decide: (id: string) => Decision | null): Driver {
  const driver = newDriver();
  start(driver, { timeBudget, workers: 1, check: null });
  const collaborators = willingCollaborators(
    { A: [{ id: "T-1" }, { id: "T-2" }] },
    { decide: (popup) => (popup.kind === "budget" ? decide(popup.id) : approval(popup)) },
  );
  const isWork = (effect: { readonly type: string; readonly request?: unknown }) =>
    effect.type === "model";
  for (;;) {
    runUntilIdle(driver, collaborators, (effect) => isWork(effect));
    const call = driver.wanted().find((effect) => effect.type === "model");
    if (call === undefined) return driver;
    if (call.type === "model" && call.request.address.tier === "tier3") driver.wait(600_000);
    settle(driver, call, collaborators);
  }
}

const shown = (driver: Driver) =>
  driver
    .events("popup.opened")
    .flatMap(({ popup }) =>
      popup.kind === "budget" ? [[String(popup.id), popup.payload.time]] : [],
    );

test("a run whose time is up asks before its next call, and goes on for as long once more", () => {
  const driver = conducted({ runMs: 600_000 }, () => ({ type: "approve" }));
  expect(shown(driver)).toEqual([
    ["budget:time.run.1", { of: "run", ticketId: null, limitMs: 600_000, usedMs: 600_000 }],
  ]);
  expect(driver.state().ended?.outcome).toBe("done");
  expect(driver.state().time.worked.runMs).toBe(1_200_000);
});

test("stopped there, what has not begun fails, and nothing more is called", () => {
  const driver = conducted({ tierMs: { tier3: 500_000 } }, () => ({ type: "stop" }));
  expect(shown(driver)[0]?.[0]).toBe("budget:time.tier3.1");
  expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "failed" });
  expect(driver.events("ticket.failed")[0]?.failure.code).toBe("budget");
});

test("a ticket that is given up while it asks for time takes its question back, as that offers", () => {
  const driver = conducted({ ticketMs: 0 }, () => null);
  const [first] = driver.events("popup.opened").filter(({ popup }) => popup.kind === "budget");
  const { id, decisions } = first!.popup;
  driver.feed({
    type: "intervene",
    intervention: { type: "stop", id: "given up", ticketId: ticketId("T-1"), reason: "" },
  });
  const decided = driver.events("popup.decided").find(({ popupId }) => popupId === id);
  expect(decisions).toContain(decided!.decision.type);
});

test("a person's time counts for nothing, and each ticket has its own", () => {
  const driver = conducted({ ticketMs: 700_000, runMs: 1_500_000 }, () => null);
  expect(shown(driver)).toEqual([]);
  expect([...driver.state().time.worked.byTicket.values()]).toEqual([600_000, 600_000]);
});

test("a call is told how much is left, the least of what limits it", () => {
  const driver = newDriver();
  start(driver, { timeBudget: { runMs: 90_000, tierMs: { tier1: 60_000, tier3: 5 } } });
  runUntilIdle(
    driver,
    willingCollaborators({ A: [{ id: "T-1" }] }),
    ({ type }) => type === "model",
  );
  expect(driver.only("model").timeLeftMs).toBe(60_000);
});

test("a call under way when the process died is not counted, and no clock that goes back", () => {
  const driver = newDriver();
  start(driver, { timeBudget: { runMs: 90_000 } });
  runUntilIdle(
    driver,
    willingCollaborators({ A: [{ id: "T-1" }] }),
    ({ type }) => type === "model",
  );
  driver.wait(80_000);
  driver.feed({ type: "resume" });
  driver.wait(-50_000);
  expect(driver.state().time.worked.runMs).toBe(0);
});

test("what passes until a person says something to a run that died is not counted either", () => {
  const driver = newDriver();
  start(driver, { timeBudget: { runMs: 90_000 } });
  runUntilIdle(
    driver,
    willingCollaborators({ A: [{ id: "T-1" }] }),
    ({ type }) => type === "model",
  );
  const answer = { popupId: popupId("x"), payloadHash: "", decision: { type: "approve" } } as const;
  const laterMs = driver.log.at(-1)!.atMs + 8 * 3_600_000;
  const said = takeAtRest(driver.log, { type: "answer", answer }, laterMs);
  expect(said).toMatchObject([{ type: "answer.refused", atRest: true }]);
  const resumed = newDriver([...driver.log, ...said]);
  resumed.feed({ type: "resume" });
  expect(resumed.state().time.worked.runMs).toBe(0);
});
