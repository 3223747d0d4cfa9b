import { describe, expect, test } from "bun:test";
import type { PopupKind } from "../../../src/core/gates/popup-kinds.ts";
import type { Settings } from "../../../src/core/settings.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  replyingCollaborators,
  saidTo,
  settle,
  start,
  statuses,
} from "../collaborators.ts";
import { type Driver, newDriver, startMs } from "../driver.ts";

const one = { A: [{ id: "T-1" }] };

/** A run with popups that wait a minute, in which those of one kind are left open. */
function leftOpen(kind: PopupKind, settings: Partial<Settings> = {}): [Driver, Collaborators] {
  const driver = newDriver();
  start(driver, { popupTimeoutMs: 60_000, attempts: 1, ...settings });
  const calls = [
    { tool: "ask", input: { question: "why?" } },
    { tool: "bash", input: { command: "make" } },
  ];
  const collaborators = replyingCollaborators(
    one,
    ({ tier, turn }) => (tier === "tier3" && turn === 1 ? { calls } : null),
    {
      conflicts: () => (kind === "merge" ? ["a.ts"] : []),
      decide: (popup) => (popup.kind === kind ? null : approval(popup)),
    },
  );
  runUntilIdle(driver, collaborators);
  return [driver, collaborators];
}

function expire([driver, collaborators]: [Driver, Collaborators]): Driver {
  settle(driver, driver.only("timer"), collaborators);
  runUntilIdle(driver, collaborators);
  return driver;
}

test("a popup that is decided before it was on the screen does not come there any more", () => {
  const driver = newDriver();
  start(driver);
  const collaborators = replyingCollaborators(one, () => null, { decide: approval });
  // All but what would show a popup.
  for (let next = 0; next < 20 && driver.state().openPopups.size === 0; next++) {
    settle(
      driver,
      driver.wanted().find(({ type }) => type !== "ask")!,
      collaborators,
    );
  }
  expect(driver.wanted()).toMatchObject([{ type: "ask", popup: { id: "tracks:1" } }]);
  driver.answer("tracks:1", { type: "approve" });
  expect(driver.wanted().map(({ type }) => type)).not.toContain("ask");
});

describe("a popup whose time runs out", () => {
  test("says from the start when that is", () => {
    const [driver] = leftOpen("tracks");
    expect(driver.popup("tracks:1")).toMatchObject({
      openedAtMs: startMs,
      expiresAtMs: startMs + 60_000,
    });
    expect(driver.only("timer").dueAtMs).toBe(startMs + 60_000);
  });

  test("of planning ends the planning", () => {
    expect(expire(leftOpen("tracks")).state().ended).toMatchObject({
      outcome: "failed",
      failure: { code: "expired" },
    });
    expect(expire(leftOpen("tickets")).events("plan.failed")[0]).toMatchObject({
      trackId: "A",
      failure: { code: "expired" },
    });
  });

  for (const kind of ["spawn", "step", "merge"] as const) {
    test(`of ${kind} fails the ticket`, () => {
      const driver = expire(leftOpen(kind, kind === "step" ? { mode: "step" } : {}));
      expect(driver.events("ticket.failed")[0]?.failure).toEqual({
        code: "expired",
        message: "nobody answered in time",
      });
      expect(driver.state().ended?.outcome).toBe("failed");
    });
  }

  test("of a tool call is told to the model, which goes on", () => {
    const driver = expire(leftOpen("tool"));
    expect(saidTo(driver, "tier3:T-1:1")[1]).toContain("not made: nobody answered in time");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test("of a question leaves the decision to the model", () => {
    const driver = expire(leftOpen("question"));
    expect(saidTo(driver, "tier3:T-1:1")[1]).toContain("Nobody answered in time. Decide yourself.");
  });

  test("takes no answer any more", () => {
    const [driver, collaborators] = leftOpen("tool");
    const { id: popupId, payloadHash } = driver.popup("tool:T-1:1.1.1");
    settle(driver, driver.only("timer"), collaborators);
    const answer = { popupId, payloadHash, decision: { type: "approve" } } as const;
    const added = driver.feed({ type: "answer", answer });
    expect(added).toMatchObject([{ type: "answer.refused", why: "already-decided" }]);
  });
});

test("a popup's time goes on running after a resume, to the same end", () => {
  const [before, collaborators] = leftOpen("spawn");
  const driver = newDriver(before.log);
  driver.feed({ type: "resume" });
  runUntilIdle(driver, collaborators);
  expect(driver.only("timer").dueAtMs).toBe(before.only("timer").dueAtMs);
  settle(driver, driver.only("timer"), collaborators);
  expect(statuses(driver)).toEqual({ "T-1": "failed" });
});

describe("a popup that was answered in time", () => {
  test("does not expire: its timer is not wanted any more", () => {
    const [driver] = leftOpen("spawn");
    const { id: effectId } = driver.only("timer");
    driver.answer("spawn:T-1:1", { type: "approve" });
    expect(driver.state().unsettled.has(effectId)).toBe(false);
    expect(driver.feed({ type: "timer-fired", effectId })).toEqual([]);
  });
});

describe("several popups at once", () => {
  const two = { A: [{ id: "T-1" }, { id: "T-2" }, { id: "T-3" }] };

  test("are open side by side, and each answer reaches its own", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(two, () => null, {
      decide: (popup) => (popup.kind === "spawn" ? null : approval(popup)),
    });
    runUntilIdle(driver, collaborators);
    driver.answer("spawn:T-2:1", { type: "approve" });
    driver.answer("spawn:T-3:1", { type: "reject", reason: "no" });
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({ "T-1": "todo", "T-2": "done", "T-3": "failed" });
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["spawn:T-1:1"]);
  });

  test("do not end the run as waiting while someone attends one of them", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(two, () => null, {
      attended: (popup) => popup.kind !== "spawn" || popup.ticketId === "T-1",
      decide: (popup) => (popup.kind === "spawn" ? null : approval(popup)),
    });
    runUntilIdle(driver, collaborators);
    expect(driver.state().openPopups.size).toBe(3);
    expect(driver.state().ended).toBeNull();
    driver.answer("spawn:T-1:1", { type: "approve" });
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended?.outcome).toBe("waiting");
  });
});

test("a popup that could not be shown is one that nobody attends", () => {
  const driver = newDriver();
  start(driver);
  runUntilIdle(
    driver,
    replyingCollaborators(one, () => null),
    ({ type }) => type === "ask",
  );
  const failure = { code: "workspace-failed", message: "no terminal" } as const;
  driver.feed({ type: "failed", effectId: driver.only("ask").id, failure });
  expect(driver.state().ended?.outcome).toBe("waiting");
  expect([...driver.state().openPopups.keys()].map(String)).toEqual(["tracks:1"]);
});
