import { describe, expect, test } from "bun:test";
import {
  runUntilIdle,
  settle,
  start,
  statuses,
  tokens,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";
import { sampleSettings } from "../sample-settings.ts";

const two = { A: [{ id: "T-1" }, { id: "T-2" }] };
const left = willingCollaborators(two, {
  decide: (popup) => (popup.kind === "budget" ? null : { type: "approve" }),
});
const calls = (driver: Driver) => driver.wanted().filter(({ type }) => type === "model").length;
const isWorkerCall = (e: ReturnType<Driver["wanted"]>[number]) =>
  e.type === "model" && e.request.address.tier === "tier3";

/** A run whose two workers are due at once, with room for one call beside what is used by then. */
function tight(limit: number): Driver {
  const driver = newDriver();
  start(driver, { budget: { tokens: limit, costUsd: null } });
  runUntilIdle(driver, left, isWorkerCall);
  return driver;
}

/** What is held for each call of an unlimited run, in the order of the calls: planners first. */
const held = ((): readonly number[] => {
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, left);
  return driver.events("model.started").map(({ reservedTokens }) => reservedTokens);
})();
const [orchestrator, techLead, worker] = held as [number, number, number];
/** What a call takes in the end. */
const taken = 15;

describe("a budget", () => {
  test("holds for each call what it may take, and lets go of it once it is known what it took", () => {
    const driver = newDriver();
    start(driver);
    settle(driver, driver.only("survey"), left);
    const [started] = driver.events("model.started");
    expect(driver.state().ledger.reservedTokens).toBe(started!.reservedTokens);
    expect(started!.reservedTokens).toBeGreaterThanOrEqual(100);
    settle(driver, driver.only("model"), left);
    expect(driver.state().ledger).toMatchObject({ reservedTokens: 0, usedTokens: 15 });
  });

  test("counts what discarded tries took", () => {
    const driver = newDriver();
    start(driver);
    settle(driver, driver.only("survey"), left);
    const { id: effectId } = driver.only("model");
    driver.feed({ type: "deltas", effectId, deltas: [], usage: tokens(7, 1) });
    driver.feed({ type: "deltas", effectId, deltas: [], usage: tokens(7, 3) });
    driver.feed({ type: "failed", effectId, failure: { code: "stream-cut", message: "cut" } });
    expect(driver.state().ledger).toMatchObject({ reservedTokens: 0, usedTokens: 10 });
  });

  test("holds back the call that would pass it, until another has taken less than was held", () => {
    const driver = tight(2 * taken + worker + taken);
    expect(calls(driver)).toBe(1);
    expect(driver.state().openPopups.size).toBe(0);
    settle(driver, driver.wanted().find(isWorkerCall)!, left);
    expect(calls(driver)).toBe(1);
    runUntilIdle(driver, left);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("asks once where nothing under way can free any of it", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: orchestrator, costUsd: null } });
    runUntilIdle(driver, left);
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["budget:1"]);
    expect(driver.popup("budget:1")).toMatchObject({
      payload: { limitTokens: orchestrator, usedTokens: taken, nextTokens: techLead },
      decisions: ["raise", "stop"],
      proposedRule: null,
    });
  });

  test("that is raised lets everyone go on who was held back", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: 250, costUsd: null } });
    runUntilIdle(driver, left);
    while (driver.state().openPopups.size > 0) {
      const [id] = driver.state().openPopups.keys();
      driver.answer(id!, { type: "raise", tokens: null, costUsd: null });
      runUntilIdle(driver, left);
    }
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("that is raised too little is asked about again", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: 1, costUsd: null } });
    runUntilIdle(driver, left);
    driver.answer("budget:1", { type: "raise", tokens: 2, costUsd: null });
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["budget:2"]);
  });

  test("that is stopped fails the calls that it held back, and what could not start", () => {
    const driver = newDriver();
    start(driver, { workers: 1, attempts: 3, budget: { tokens: 140, costUsd: null } });
    runUntilIdle(driver, left);
    driver.answer("budget:1", { type: "stop" });
    runUntilIdle(driver, left);
    expect(driver.state().ended?.outcome).toBe("failed");
    expect(calls(driver)).toBe(0);
  });

  test("that is stopped while tickets wait fails them all, once each", () => {
    const driver = newDriver();
    start(driver, { workers: 1, attempts: 3 });
    runUntilIdle(driver, left, isWorkerCall);
    const cut = newDriver(
      driver.log.map((event) =>
        event.type === "run.started"
          ? { ...event, settings: { ...event.settings, budget: { tokens: 100, costUsd: null } } }
          : event,
      ),
    );
    cut.feed({ type: "resume" });
    runUntilIdle(cut, left);
    cut.answer("budget:1", { type: "stop" });
    expect(statuses(cut)).toEqual({ "T-1": "failed", "T-2": "failed" });
    expect(cut.events("ticket.failed").map(({ failure }) => failure.code)).toEqual([
      "budget",
      "budget",
    ]);
    expect(cut.state().ended?.outcome).toBe("failed");
  });

  test("is not asked about by those who are nobody's to ask: the run ends waiting", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: 1, costUsd: null } });
    runUntilIdle(driver, willingCollaborators(two, { attended: () => false }));
    expect(driver.state().ended?.outcome).toBe("waiting");
  });
});

describe("a budget in dollars", () => {
  const price = { inputUsd: 1, outputUsd: 10, cacheReadUsd: 0, cacheWriteUsd: 0 };
  const { models } = sampleSettings();

  test("holds at the model's price", () => {
    const driver = newDriver();
    const budget = { tokens: null, costUsd: 0.0009 };
    start(driver, { budget, prices: { [models.tier1.model]: price } });
    runUntilIdle(driver, left);
    expect(driver.events("model.started")).toEqual([]);
    driver.answer("budget:1", { type: "raise", tokens: null, costUsd: 0.002 });
    expect(driver.events("model.started")[0]!.reservedUsd).toBeGreaterThanOrEqual(0.001);
  });

  test("lets nothing be spent on a model whose price is unknown", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: null, costUsd: 1_000 } });
    runUntilIdle(driver, left);
    expect(driver.events("model.started")).toEqual([]);
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["budget:1"]);
  });
});
