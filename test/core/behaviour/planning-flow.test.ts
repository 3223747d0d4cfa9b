import { describe, expect, test } from "bun:test";
import {
  approval,
  runUntilIdle,
  replyingCollaborators,
  saidTo,
  start,
  statuses,
  ticketsText,
  tracksText,
  willingCollaborators,
} from "../collaborators.ts";
import { newDriver } from "../driver.ts";

const plan = { A: [{ id: "T-1" }] };

describe("a planner whose reply does not fit", () => {
  test("is told the problems, and may answer once more", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      replyingCollaborators(plan, ({ tier, turn }) =>
        tier === "tier1" && turn === 1 ? { text: "Sure!" } : null,
      ),
    );
    expect(saidTo(driver, "tier1")[1]).toMatch(/^mend - the reply is not JSON/);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("is given up after the second time: without tracks the run fails", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      replyingCollaborators(plan, ({ tier }) => (tier === "tier1" ? { text: "Sure!" } : null)),
    );
    expect(driver.events("plan.refused")).toHaveLength(2);
    expect(driver.state().ended).toMatchObject({
      outcome: "failed",
      failure: { code: "plan-invalid" },
    });
    expect(driver.events("model.started")).toHaveLength(2);
  });

  test("has its repair turn anew after a plan that did fit", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(
      plan,
      ({ tier, turn }) => (tier === "tier1" && turn % 2 === 1 ? { text: "Sure!" } : null),
      {
        decide: (popup) =>
          popup.id === "tracks:2" ? { type: "reject", reason: "again" } : approval(popup),
      },
    );
    runUntilIdle(driver, collaborators);
    expect(driver.events("plan.refused")).toHaveLength(2);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("is told of a cycle by its name", () => {
    const driver = newDriver();
    start(driver);
    const cycle = [
      { id: "a", dependsOn: ["b"] },
      { id: "b", dependsOn: ["a"] },
    ];
    runUntilIdle(
      driver,
      replyingCollaborators(plan, ({ tier, turn }) =>
        tier === "tier2" && turn === 1 ? { text: ticketsText(cycle) } : null,
      ),
    );
    expect(saidTo(driver, "tier2:A")[1]).toContain("a → b → a");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test("fails its own track only", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      replyingCollaborators({ ...plan, B: [{ id: "U-1" }] }, ({ trackId, tier }) =>
        tier === "tier2" && trackId !== "B" ? { text: "Sure!" } : null,
      ),
    );
    expect(statuses(driver)).toEqual({ "U-1": "done" });
    expect(driver.state().ended).toEqual({ outcome: "failed", failure: null });
  });
});

describe("a plan that a person rejects", () => {
  test("goes back to the planner with the reason, and the next one is another popup", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(
      { A: [{ id: "T-1" }], B: [{ id: "U-1" }] },
      ({ tier, turn }) => (tier === "tier1" && turn === 1 ? { text: tracksText("A") } : null),
      {
        decide: (popup) =>
          popup.id === "tracks:1" ? { type: "reject", reason: "split it" } : approval(popup),
      },
    );
    runUntilIdle(driver, collaborators);
    expect(saidTo(driver, "tier1")[1]).toContain("A person rejected this plan: split it");
    expect(statuses(driver)).toEqual({ "T-1": "done", "U-1": "done" });
  });

  test("by a rule ends the planning: there is nobody to say what is wrong", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "deny", kind: "tracks" }] });
    runUntilIdle(driver, willingCollaborators(plan));
    expect(driver.state().ended).toMatchObject({ outcome: "failed", failure: { code: "denied" } });
    expect(driver.events("popup.opened")).toEqual([]);
  });
});

describe("two tracks that propose the same ticket id", () => {
  test("the second one is asked to choose others once the first one is accepted", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(
      { A: [{ id: "T-1" }], B: [{ id: "T-1" }] },
      ({ trackId, turn }) =>
        trackId === "B" && turn === 2 ? { text: ticketsText([{ id: "T-2" }]) } : null,
    );
    runUntilIdle(driver, collaborators);
    expect(saidTo(driver, "tier2:B")[1]).toContain(
      `the id "T-1" is taken by another track's ticket`,
    );
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
    expect(
      [...driver.state().tickets.values()].map(({ ticket }) => String(ticket.trackId)),
    ).toEqual(["A", "B"]);
  });
});

test("where the survey fails, the run pauses and can be resumed", () => {
  const driver = newDriver();
  start(driver);
  const { id } = driver.only("survey");
  const failure = { code: "workspace-failed", message: "no repository" } as const;
  driver.feed({ type: "failed", effectId: id, failure });
  expect(driver.state().ended).toEqual({ outcome: "waiting", failure });
  driver.feed({ type: "resume" });
  expect(driver.wanted().map(({ type }) => type)).toEqual(["survey"]);
});
