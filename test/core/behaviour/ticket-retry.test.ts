import { describe, expect, test } from "bun:test";
import { popupId, ticketId, type TicketId } from "../../../src/core/ids.ts";
import {
  type Collaborators,
  approval,
  runUntilIdle,
  saidTo,
  start,
  statuses,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

const diamond = {
  A: [
    { id: "T-1" },
    { id: "T-2" },
    { id: "T-3", dependsOn: ["T-1"] },
    { id: "T-4", dependsOn: ["T-2", "T-3"] },
  ],
};

const retry = (driver: Driver, ticketId: string | null, note = "") =>
  driver.feed({ type: "retry", ticketId: ticketId as TicketId | null, note });

/** A run in which the checks of these tickets have failed for the last time. */
function failedRun(...ids: string[]) {
  const driver = newDriver();
  const broken = new Set(ids);
  const collaborators = willingCollaborators(diamond, { passes: (id) => !broken.has(id) });
  start(driver, { check: "make test", attempts: 1 });
  runUntilIdle(driver, collaborators);
  expect(driver.state().ended?.outcome).toBe("failed");
  return { driver, collaborators, mend: () => broken.clear() };
}

describe("a retry", () => {
  test("goes on with what failed and what that blocked, and does nothing again that was done", () => {
    const { driver, collaborators, mend } = failedRun("T-1");
    expect(statuses(driver)).toEqual({
      "T-1": "failed",
      "T-2": "done",
      "T-3": "blocked",
      "T-4": "blocked",
    });
    mend();
    retry(driver, null, "the service is up");
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended).toEqual({ outcome: "done", failure: null });
    const started = driver.events("attempt.started").map((e) => `${e.ticketId} ${e.attempt}`);
    expect(started).toEqual(["T-1 1", "T-2 1", "T-1 2", "T-3 1", "T-4 1"]);
    const [prompt] = saidTo(driver, "tier3:T-1:2");
    expect(prompt).toContain("A person says: the service is up");
    expect(prompt).toContain("The ticket failed before: `make test` failed\n2 failed");
  });

  test("of one ticket leaves the others as they are, and blocked what waits for them too", () => {
    const { driver, collaborators, mend } = failedRun("T-1", "T-2");
    mend();
    retry(driver, "T-1");
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({
      "T-1": "done",
      "T-2": "failed",
      "T-3": "done",
      "T-4": "blocked",
    });
    expect(driver.state().ended?.outcome).toBe("failed");
  });

  test("of a blocked ticket is one of all that it waits for", () => {
    const { driver, collaborators, mend } = failedRun("T-1", "T-2");
    mend();
    retry(driver, "T-4");
    expect(
      driver
        .events("ticket.retried")
        .map((e) => String(e.ticketId))
        .toSorted(),
    ).toEqual(["T-1", "T-2"]);
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("that fails again blocks again, and can be repeated", () => {
    const { driver, collaborators, mend } = failedRun("T-1");
    retry(driver, null);
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toMatchObject({ "T-1": "failed", "T-3": "blocked", "T-4": "blocked" });
    mend();
    retry(driver, null);
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toMatchObject({ "T-1": "done", "T-4": "done" });
  });

  test("of a ticket whose start was rejected asks about the start again", () => {
    const driver = newDriver();
    start(driver);
    let isWilling = false;
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "spawn" && !isWilling
        ? { type: "reject", reason: "not now" }
        : approval(popup);
    const collaborators = willingCollaborators({ A: [{ id: "T-1" }] }, { decide });
    runUntilIdle(driver, collaborators);
    isWilling = true;
    retry(driver, null);
    runUntilIdle(driver, collaborators);
    expect(driver.state().gates.get(popupId("spawn:T-1:2"))?.status).toBe("allowed");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test.each([null, "T-2"])(
    "of a ticket that was stopped while it waited lets it wait again (%p)",
    (wanted) => {
      const driver = newDriver();
      start(driver, { check: "make test", attempts: 1 });
      const stop = {
        type: "intervene",
        intervention: { type: "stop", id: "stop", ticketId: ticketId("T-2"), reason: "" },
      } as const;
      let isBroken = true;
      const decide: Collaborators["decide"] = (popup) => {
        if (popup.kind === "spawn" && isBroken) driver.feed(stop);
        return approval(popup);
      };
      const plan = { A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }] };
      const collaborators = willingCollaborators(plan, { decide, passes: () => !isBroken });
      runUntilIdle(driver, collaborators);
      expect(statuses(driver)).toEqual({ "T-1": "failed", "T-2": "failed" });
      isBroken = false;
      retry(driver, wanted);
      runUntilIdle(driver, collaborators);
      expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
      const [began] = driver.events("attempt.started").filter((e) => e.ticketId === "T-2");
      const [done] = driver.events("ticket.done").filter((e) => e.ticketId === "T-1");
      expect(began!.seq).toBeGreaterThan(done!.seq);
    },
  );
});
