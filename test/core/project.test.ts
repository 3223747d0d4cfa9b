import { describe, expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { digestOf, project } from "../../src/core/project.ts";
import { approval, runUntilIdle, start, willingCollaborators } from "./collaborators.ts";
import { newDriver } from "./driver.ts";

const plan = {
  A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }],
  B: [{ id: "U-1" }],
};

describe("a run is told", () => {
  const driver = newDriver();
  const prices = {
    model: { inputUsd: 1_000_000, outputUsd: 0, cacheReadUsd: 0, cacheWriteUsd: 0 },
  };
  start(driver, { prices });
  runUntilIdle(
    driver,
    willingCollaborators(plan, {
      decide: (popup) =>
        popup.kind === "spawn" && popup.ticketId === "T-1"
          ? { type: "reject", reason: "not now" }
          : approval(popup),
    }),
  );
  const shown = project(driver.log);

  test("with its outcome, tracks and tickets, and why a ticket did not get done", () => {
    expect(shown).toMatchObject({
      runId: "run",
      epic: "the epic",
      outcome: "failed",
      failure: null,
    });
    expect(shown.tracks.map(({ id, status }) => [id, status])).toEqual([
      ["A", "failed"],
      ["B", "done"],
    ]);
    expect(shown.tickets.map(({ id, status, reason }) => [id, status, reason])).toEqual([
      ["T-1", "failed", "not now"],
      ["T-2", "blocked", "waits for T-1"],
      ["U-1", "done", null],
    ]);
    expect(shown.tickets.map(({ attempts }) => attempts)).toEqual([0, 0, 1]);
  });

  test("with its tickets as they were planned, whichever plan was accepted first", () => {
    const plans = driver.log.filter(({ type }) => type === "tickets.accepted");
    const begun = driver.log.slice(0, driver.log.indexOf(plans[0]!));
    const { tickets } = project([...begun, ...plans.toReversed()]);
    expect(tickets.map(({ id }) => id)).toEqual(["T-1", "T-2", "U-1"]);
  });

  test("with the text of each stream, and that it ended", () => {
    expect(Object.keys(shown.streams)).toEqual([
      "Tier 1 (Orchestrator)",
      "Tier 2 (Tech Lead): A",
      "Tier 2 (Tech Lead): B",
      "Tier 3 (Worker): U-1",
    ]);
    expect(shown.streams["Tier 3 (Worker): U-1"]).toEqual({
      text: "done",
      turns: 1,
      status: "ended",
    });
  });

  test("with every popup and what was decided", () => {
    expect(shown.popups.map(({ id, decision }) => [id, decision])).toEqual([
      ["tracks:1", "approve"],
      ["tickets:A:1", "approve"],
      ["tickets:B:1", "approve"],
      ["spawn:T-1:1", "reject"],
      ["spawn:U-1:1", "approve"],
    ]);
  });

  test("with what each tier took and cost", () => {
    const { tier1, tier2, tier4 } = shown.usage;
    expect(tier1).toMatchObject({ inputTokens: 10, outputTokens: 5, costUsd: 10 });
    expect(tier2).toMatchObject({ inputTokens: 20, costUsd: 20 });
    expect(tier4).toMatchObject({ inputTokens: 0, costUsd: 0 });
  });

  test("with the size and the digest of its log, which any change changes", () => {
    expect(shown).toMatchObject({ events: driver.log.length, digest: digestOf(driver.log) });
    expect(digestOf(driver.log.slice(0, -1))).not.toBe(shown.digest);
    expect(digestOf(JSON.parse(JSON.stringify(driver.log)) as Event[])).toBe(shown.digest);
  });
});

test("the cost of a tier is unknown where the price of its model is", () => {
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, willingCollaborators(plan));
  const { usage } = project(driver.log);
  expect([usage.tier1.costUsd, usage.tier4.costUsd]).toEqual([null, 0]);
});

test("a run that is under way is running, its open popups undecided, its live streams streaming", () => {
  const driver = newDriver();
  const collaborators = willingCollaborators(plan, { decide: () => null });
  start(driver);
  runUntilIdle(driver, collaborators);
  expect(project(driver.log)).toMatchObject({
    outcome: "running",
    tracks: [],
    popups: [{ id: "tracks:1", decision: null }],
    streams: { "Tier 1 (Orchestrator)": { status: "idle" } },
  });
  const called = driver.log.findIndex(({ type }) => type === "model.started");
  expect(project(driver.log.slice(0, called + 1)).streams).toEqual({
    "Tier 1 (Orchestrator)": { text: "", turns: 0, status: "streaming" },
  });
});

test("an empty log tells of no run", () => {
  expect(() => project([])).toThrow("An empty log tells of no run.");
});
