import { describe, expect, test } from "bun:test";
import type { TicketId } from "../../../src/core/ids.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  type PlannedTicket,
  replyingCollaborators,
  saidTo,
  settle,
  start,
  statuses,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

const one = { A: [{ id: "T-1" }] };
const chain: { A: PlannedTicket[] } = {
  A: [
    { id: "T-1" },
    { id: "T-2", dependsOn: ["T-1"] },
    { id: "T-3", dependsOn: ["T-2"] },
    { id: "T-4" },
  ],
};
const trouble = { code: "workspace-failed", message: "disk full" } as const;
const failureOf = (driver: Driver, id: string) =>
  driver.state().tickets.get(id as TicketId)?.failure;
const started = (driver: Driver): string[] =>
  driver.events("attempt.started").map(({ ticketId, attempt }) => `${ticketId} ${attempt}`);

describe("a check that fails", () => {
  const passingSecond = willingCollaborators(one, { passes: (_id, attempt) => attempt === 2 });

  test("is read by QA, and what QA says stands in the next worker's prompt", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    runUntilIdle(driver, passingSecond);
    expect(saidTo(driver, "tier4:T-1:1")).toEqual(["failed T-1 2 failed"]);
    expect(saidTo(driver, "tier3:T-1:2")[0]).toContain("it is broken");
    expect(started(driver)).toEqual(["T-1 1", "T-1 2"]);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("leaves the tree to the next attempt, and a fresh context", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    runUntilIdle(driver, passingSecond);
    expect(driver.events("preparation.started").map(({ fresh }) => fresh)).toEqual([true, false]);
    const second = [...driver.state().sessions.values()].find(({ id }) => id === "tier3:T-1:2");
    expect(second?.messages).toHaveLength(2);
  });

  test("fails the ticket after the last attempt, which QA does not read any more", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    runUntilIdle(driver, willingCollaborators(one, { passes: () => false }));
    expect(started(driver)).toEqual(["T-1 1", "T-1 2"]);
    expect([...driver.state().sessions.keys()].map(String)).not.toContain("tier4:T-1:2");
    expect(failureOf(driver, "T-1")).toMatchObject({ code: "check-failed" });
  });

  test("is followed by another attempt also where QA itself fails", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    const refusal = { fails: { code: "refusal", message: "I would rather not" } } as const;
    runUntilIdle(
      driver,
      replyingCollaborators(one, ({ tier }) => (tier === "tier4" ? refusal : null), {
        passes: (_id, attempt) => attempt === 2,
      }),
    );
    expect(saidTo(driver, "tier3:T-1:2")[0]).toContain("QA failed: I would rather not");
    expect(driver.state().ended?.outcome).toBe("done");
  });
});

test("what depends on a failed ticket is blocked, and what depends on that too; the rest goes on", () => {
  const driver = newDriver();
  start(driver, { check: "make test" });
  runUntilIdle(driver, willingCollaborators(chain, { passes: (id) => id !== "T-1" }));
  expect(statuses(driver)).toEqual({
    "T-1": "failed",
    "T-2": "blocked",
    "T-3": "blocked",
    "T-4": "done",
  });
  expect(driver.events("ticket.blocked").map(({ by }) => String(by))).toEqual(["T-1", "T-2"]);
  expect(driver.state().ended).toEqual({ outcome: "failed", failure: null });
});

test("a worker that changes nothing is done without a merge", () => {
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, willingCollaborators(one, { commit: () => null }));
  expect(driver.events("comparison.started")).toEqual([]);
  expect(statuses(driver)).toEqual({ "T-1": "done" });
});

describe("a spawn", () => {
  for (const [decision, code] of [
    [{ type: "reject", reason: "too vague" }, "rejected"],
    [{ type: "abort" }, "aborted"],
  ] as const) {
    test(`that a person answers with ${decision.type} fails its ticket as ${code}`, () => {
      const driver = newDriver();
      start(driver);
      const decide: Collaborators["decide"] = (popup) =>
        popup.kind === "spawn" ? decision : approval(popup);
      runUntilIdle(driver, willingCollaborators(chain, { decide }));
      expect(failureOf(driver, "T-1")?.code).toBe(code);
      expect(statuses(driver)["T-2"]).toBe("blocked");
      expect(started(driver)).toEqual([]);
    });
  }

  test("is asked about once an attempt", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    runUntilIdle(driver, willingCollaborators(one, { passes: () => false }));
    const ids = driver.events("popup.opened").map(({ popup }) => String(popup.id));
    expect(ids.filter((id) => id.startsWith("spawn"))).toEqual(["spawn:T-1:1", "spawn:T-1:2"]);
  });

  test("that is always allowed is not asked about again, by the very rule that was shown", () => {
    const driver = newDriver();
    start(driver);
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "spawn" ? { type: "always" } : approval(popup);
    runUntilIdle(
      driver,
      willingCollaborators({ A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }] }, { decide }),
    );
    const ids = driver.events("popup.opened").map(({ popup }) => String(popup.id));
    expect(ids.filter((id) => id.startsWith("spawn"))).toEqual(["spawn:T-1:1"]);
    const applied = driver.events("rule.applied").find(({ gate }) => gate === "spawn:T-2:1");
    expect(applied?.rule).toEqual({ action: "allow", kind: "spawn" });
  });
});

describe("step mode", () => {
  test("asks before each ticket starts, and only once what it depends on is done", () => {
    const driver = newDriver();
    start(driver, { mode: "step" });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "step" ? null : approval(popup);
    const collaborators = willingCollaborators(chain, { decide });
    runUntilIdle(driver, collaborators);
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["step:T-1", "step:T-4"]);
    expect(driver.events("ticket.claimed")).toEqual([]);
    driver.answer("step:T-1", { type: "approve" });
    runUntilIdle(driver, collaborators);
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["step:T-4", "step:T-2"]);
    expect(statuses(driver)["T-1"]).toBe("done");
  });

  test("a rejected step fails the ticket with the reason", () => {
    const driver = newDriver();
    start(driver, { mode: "step" });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "step" ? { type: "reject", reason: "not today" } : approval(popup);
    runUntilIdle(driver, willingCollaborators(one, { decide }));
    expect(failureOf(driver, "T-1")).toEqual({ code: "rejected", message: "not today" });
  });
});

describe("workers", () => {
  const many = { A: Array.from({ length: 5 }, (_, index) => ({ id: `T-${index}` })) };
  const working = (driver: Driver) => [...driver.state().claimed].map(String);

  test("are no more than allowed; the ticket that has waited longest is next", () => {
    const driver = newDriver();
    start(driver, { workers: 2 });
    const collaborators = willingCollaborators(many);
    runUntilIdle(driver, collaborators, ({ type }) => type === "prepare");
    expect(working(driver)).toEqual(["T-0", "T-1"]);
    const second = driver.wanted().find((e) => e.type === "prepare" && e.ticketId === "T-1");
    settle(driver, second!, collaborators);
    runUntilIdle(driver, collaborators, ({ type }) => type === "prepare");
    expect(statuses(driver)["T-1"]).toBe("done");
    expect(working(driver)).toEqual(["T-0", "T-2"]);
  });

  test("that wait for a popup which nobody attends make room for others, and the run ends waiting", () => {
    const driver = newDriver();
    start(driver, { workers: 1 });
    const isStuck = (id: string | null) => id === "T-0" || id === "T-1";
    runUntilIdle(
      driver,
      willingCollaborators(many, {
        attended: ({ kind, ticketId }) => kind !== "spawn" || !isStuck(ticketId),
      }),
    );
    expect(statuses(driver)).toEqual({
      "T-0": "todo",
      "T-1": "todo",
      "T-2": "done",
      "T-3": "done",
      "T-4": "done",
    });
    expect(driver.state().ended).toEqual({ outcome: "waiting", failure: null });
    expect([...driver.state().openPopups.keys()].map(String)).toEqual([
      "spawn:T-0:1",
      "spawn:T-1:1",
    ]);
  });

  test("that waited go on from there when the run is resumed and someone is there", () => {
    const driver = newDriver();
    start(driver, { workers: 1 });
    runUntilIdle(driver, willingCollaborators(many, { attended: ({ kind }) => kind !== "spawn" }));
    expect(driver.state().ended?.outcome).toBe("waiting");
    driver.feed({ type: "resume" });
    runUntilIdle(driver, willingCollaborators(many));
    expect(driver.state().ended?.outcome).toBe("done");
    expect(driver.events("popup.opened").length).toBe(7);
  });

  test("that are attended keep their slot: the run waits with them", () => {
    const driver = newDriver();
    start(driver, { workers: 1 });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "spawn" ? null : approval(popup);
    runUntilIdle(driver, willingCollaborators(many, { decide }));
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["spawn:T-0:1"]);
    expect(driver.state().ended).toBeNull();
  });
});

describe("a workspace that fails", () => {
  for (const type of ["prepare", "check", "commit", "compare", "merge"] as const) {
    test(`to ${type} lets the ticket pause, and the others go on; resumed, it ends as if nothing had been`, () => {
      const driver = newDriver();
      start(driver, { check: "make test" });
      const collaborators = willingCollaborators({
        A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }, { id: "T-3" }],
      });
      runUntilIdle(driver, collaborators, (e) => e.type === type && e.ticketId === "T-1");
      const { id } = driver.wanted().find((e) => e.type === type)!;
      const failure = { code: "workspace-failed", message: "disk full" } as const;
      driver.feed({ type: "failed", effectId: id, failure });
      runUntilIdle(driver, collaborators);
      expect(statuses(driver)).toMatchObject({ "T-2": "todo", "T-3": "done" });
      expect(driver.events("attempt.failed")).toEqual([]);
      expect(driver.state().ended).toEqual({ outcome: "waiting", failure });
      driver.feed({ type: "resume" });
      runUntilIdle(driver, collaborators);
      expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done", "T-3": "done" });
      expect(started(driver).filter((one) => one.startsWith("T-1"))).toEqual(["T-1 1"]);
      expect(driver.state().ended).toEqual({ outcome: "done", failure: null });
    });
  }

  test("gives the slot of what pauses to others", () => {
    const driver = newDriver();
    start(driver, { workers: 1 });
    const collaborators = willingCollaborators({ A: [{ id: "T-1" }, { id: "T-2" }] });
    runUntilIdle(driver, collaborators, (e) => e.type === "prepare");
    const { id } = driver.only("prepare");
    driver.feed({ type: "failed", effectId: id, failure: trouble });
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({ "T-1": "todo", "T-2": "done" });
  });

  test("for a tool call does not leave it in doubt: it is made again, unasked", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow" }] });
    const call = { tool: "write", input: { file_path: "a.ts", content: "x" } };
    const collaborators = replyingCollaborators(one, ({ tier, turn }) =>
      tier === "tier3" && turn === 1 ? { text: "I write", calls: [call] } : null,
    );
    runUntilIdle(driver, collaborators, (e) => e.type === "tool");
    driver.feed({ type: "failed", effectId: driver.only("tool").id, failure: trouble });
    expect(driver.state().ended).toEqual({ outcome: "waiting", failure: trouble });
    expect(driver.events("tool.ended")).toEqual([]);
    driver.feed({ type: "resume" });
    runUntilIdle(driver, collaborators);
    expect(driver.events("tool.started")).toHaveLength(2);
    expect(driver.events("popup.opened").map(({ popup }) => popup.kind)).not.toContain("in-doubt");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test("because the tree is gone begins the ticket again, at no attempt's cost; the second time it pauses", () => {
    const driver = newDriver();
    start(driver, { check: "make test", attempts: 1 });
    const collaborators = willingCollaborators(one);
    const lose = () => {
      runUntilIdle(driver, collaborators, (e) => e.type === "check");
      const failure = { code: "tree-lost", message: "gone" } as const;
      driver.feed({ type: "failed", effectId: driver.only("check").id, failure });
    };
    lose();
    expect(driver.only("prepare")).toMatchObject({ fresh: true, attempt: 2 });
    lose();
    expect(driver.state().ended).toMatchObject({ outcome: "waiting" });
    driver.feed({ type: "resume" });
    runUntilIdle(driver, collaborators);
    expect(started(driver)).toEqual(["T-1 1", "T-1 2", "T-1 3"]);
    expect(saidTo(driver, "tier3:T-1:2")[0]).toContain("deleted from outside");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });
});

describe("a check that is not allowed by rule", () => {
  const rules = [{ action: "ask", kind: "check" }] as const;

  test("is asked about as a command, without a standing permission on offer", () => {
    const driver = newDriver();
    start(driver, { check: "make test", rules });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "tool" ? null : approval(popup);
    runUntilIdle(driver, willingCollaborators(one, { decide }));
    expect(driver.popup("check:T-1:1")).toMatchObject({
      kind: "tool",
      payload: { tool: "check", input: { command: "make test" } },
      decisions: ["approve", "reject", "abort"],
    });
    driver.answer("check:T-1:1", { type: "approve" });
    expect(driver.only("check").command).toBe("make test");
  });

  test("and rejected fails the ticket", () => {
    const driver = newDriver();
    start(driver, { check: "make test", rules });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "tool" ? { type: "reject", reason: "not here" } : approval(popup);
    runUntilIdle(driver, willingCollaborators(one, { decide }));
    expect(failureOf(driver, "T-1")).toEqual({ code: "rejected", message: "not here" });
  });
});
