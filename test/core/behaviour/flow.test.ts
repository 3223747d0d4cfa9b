import { describe, expect, test } from "bun:test";
import { runUntilIdle, start, statuses, willingCollaborators } from "../collaborators.ts";
import { newDriver } from "../driver.ts";

describe("a run in which everyone agrees", () => {
  const collaborators = willingCollaborators({
    A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }],
  });
  const driver = newDriver();
  start(driver, { check: "make test" });
  runUntilIdle(driver, collaborators);

  test("ends done, with every ticket done", () => {
    expect(driver.state().ended).toEqual({ outcome: "done", failure: null });
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("goes through its gates in order", () => {
    expect(driver.events("popup.opened").map(({ popup }) => String(popup.id))).toEqual([
      "tracks:1",
      "tickets:A:1",
      "spawn:T-1:1",
      "spawn:T-2:1",
    ]);
  });

  test("logs the built-in rule that let a check and a clean merge pass", () => {
    expect(driver.events("rule.applied").map(({ gate }) => String(gate))).toEqual([
      "check:T-1:1",
      "merge:T-1:1.1",
      "check:T-2:1",
      "merge:T-2:1.1",
    ]);
  });

  test("starts a ticket only once what it depends on is done", () => {
    const done = driver.log.findIndex((e) => e.type === "ticket.done" && e.ticketId === "T-1");
    const claimed = driver.log.findIndex(
      (e) => e.type === "ticket.claimed" && e.ticketId === "T-2",
    );
    expect(done).toBeGreaterThan(0);
    expect(claimed).toBeGreaterThan(done);
  });

  test("holds worker output in the worker's stream", () => {
    const stream = [...driver.state().streams].find(([id]) => id === "Tier 3 (Worker): T-1");
    expect(stream?.[1]).toEqual({ text: "done", turns: 1, live: false, ended: true });
  });
});
