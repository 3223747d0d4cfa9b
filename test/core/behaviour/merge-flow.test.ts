import { describe, expect, test } from "bun:test";
import type { Decision } from "../../../src/core/gates/decision.ts";
import type { Popup } from "../../../src/core/gates/popup.ts";
import {
  approval,
  runUntilIdle,
  saidTo,
  start,
  statuses,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

const two = { A: [{ id: "T-1" }, { id: "T-2" }] };
const merges = (driver: Driver) =>
  driver.events("merge.started").map(({ ticketId, side }) => [String(ticketId), side]);

/** `T-1` conflicts as long as `conflicts` says so; merge popups are answered by `decide`. */
function collaboratorsOf(
  conflicts: () => readonly string[],
  decide: (popup: Popup) => Decision | null,
) {
  return willingCollaborators(two, {
    conflicts: (id) => (id === "T-1" ? conflicts() : []),
    decide: (popup) => (popup.kind === "merge" ? decide(popup) : approval(popup)),
  });
}

function atConflict(): Driver {
  const driver = newDriver();
  start(driver);
  runUntilIdle(
    driver,
    collaboratorsOf(
      () => ["a.ts"],
      () => null,
    ),
  );
  return driver;
}

describe("a change that conflicts", () => {
  test("is asked about with the paths, and no rule decides it", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow" }] });
    runUntilIdle(
      driver,
      collaboratorsOf(
        () => ["a.ts"],
        () => null,
      ),
    );
    expect(driver.popup("merge:T-1:1.1")).toMatchObject({
      payload: { commit: "commit of T-1", conflicts: ["a.ts"] },
      decisions: ["take", "retry", "abort"],
      proposedRule: null,
    });
  });

  test("does not keep others from being merged meanwhile", () => {
    const driver = atConflict();
    expect(statuses(driver)).toEqual({ "T-1": "running", "T-2": "done" });
  });

  test("is compared anew once it is decided, as the branch may have moved", () => {
    const driver = atConflict();
    const before = driver.events("comparison.started").length;
    driver.answer("merge:T-1:1.1", { type: "take", side: "ticket" });
    expect(driver.only("compare").ticketId).toBe(driver.events("ticket.claimed")[0]!.ticketId);
    expect(driver.events("comparison.started")).toHaveLength(before + 1);
    expect(merges(driver)).toEqual([["T-2", null]]);
  });

  for (const side of ["branch", "ticket"] as const) {
    test(`is merged with the side that a person takes: ${side}`, () => {
      const driver = atConflict();
      driver.answer("merge:T-1:1.1", { type: "take", side });
      runUntilIdle(
        driver,
        collaboratorsOf(
          () => ["a.ts"],
          () => null,
        ),
      );
      expect(merges(driver)).toEqual([
        ["T-2", null],
        ["T-1", side],
      ]);
      expect(driver.state().ended?.outcome).toBe("done");
    });
  }

  test("is asked about again where it conflicts in other paths by then", () => {
    const driver = atConflict();
    driver.answer("merge:T-1:1.1", { type: "take", side: "ticket" });
    runUntilIdle(
      driver,
      collaboratorsOf(
        () => ["a.ts", "b.ts"],
        () => null,
      ),
    );
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["merge:T-1:1.2"]);
    expect(merges(driver)).toEqual([["T-2", null]]);
    driver.answer("merge:T-1:1.2", { type: "take", side: "branch" });
    runUntilIdle(
      driver,
      collaboratorsOf(
        () => ["a.ts", "b.ts"],
        () => null,
      ),
    );
    expect(merges(driver).at(-1)).toEqual(["T-1", "branch"]);
  });

  test("is merged by the rule for clean merges where nothing conflicts any more", () => {
    const driver = atConflict();
    driver.answer("merge:T-1:1.1", { type: "take", side: "ticket" });
    runUntilIdle(
      driver,
      collaboratorsOf(
        () => [],
        () => null,
      ),
    );
    expect(merges(driver).at(-1)).toEqual(["T-1", null]);
    expect(statuses(driver)["T-1"]).toBe("done");
  });

  test("can be done again from the files as they are now, beyond the limit of attempts", () => {
    const driver = newDriver();
    start(driver, { attempts: 1 });
    let conflicts = ["a.ts"];
    const collaborators = collaboratorsOf(
      () => conflicts,
      ({ attempt }) => (attempt === 1 ? { type: "retry" } : null),
    );
    runUntilIdle(driver, collaborators, (e) => e.type === "prepare" && e.attempt === 2);
    expect(driver.only("prepare")).toMatchObject({ attempt: 2, fresh: true });
    conflicts = [];
    runUntilIdle(driver, collaborators);
    expect(saidTo(driver, "tier3:T-1:2")[0]).toContain("conflicts with your change in a.ts");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("can end the ticket: nothing of it is merged", () => {
    const driver = atConflict();
    driver.answer("merge:T-1:1.1", { type: "abort" });
    runUntilIdle(
      driver,
      collaboratorsOf(
        () => ["a.ts"],
        () => null,
      ),
    );
    expect(statuses(driver)).toEqual({ "T-1": "failed", "T-2": "done" });
    expect(merges(driver)).toEqual([["T-2", null]]);
  });
});

describe("a change that passes the check alone and fails it merged", () => {
  /** Of `T-2` the merged tree fails until `mends` says otherwise; its merge popup is answered by `decide`. */
  function clashing(
    attempts: number,
    decide: (popup: Popup) => Decision | null,
    mends: (attempt: number) => boolean = () => false,
  ): Driver {
    const driver = newDriver();
    start(driver, { attempts, check: "test", rules: [{ action: "allow" }] });
    const collaborators = willingCollaborators(two, {
      moved: (id) => id === "T-2",
      passes: (id, attempt, isMerged) => id === "T-1" || !isMerged || mends(attempt),
      decide: (popup) => (popup.kind === "merge" ? decide(popup) : approval(popup)),
    });
    runUntilIdle(driver, collaborators);
    return driver;
  }

  test("goes on from what both make, as often as it has attempts", () => {
    const driver = clashing(
      2,
      () => null,
      (attempt) => attempt === 2,
    );
    expect(driver.events("attempt.failed")).toMatchObject([{ fresh: false, granted: false }]);
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("is asked about once its attempts are used up, and there is no way to let it stand", () => {
    const driver = clashing(2, () => null);
    const { payload, decisions } = driver.popup("failed-merge:T-2:2");
    expect(decisions).toEqual(["retry", "abort"]);
    expect(payload).toMatchObject({
      commit: "commit of T-2",
      failedCheck: { command: "test", output: expect.stringContaining("2 failed") },
    });
    expect(merges(driver)).toEqual([["T-1", null]]);
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "running" });
    expect(driver.state().ended).toBeNull();
  });

  test("gets another attempt from a person, which hears what QA says", () => {
    const driver = clashing(
      1,
      () => ({ type: "retry" }),
      (attempt) => attempt === 3,
    );
    expect(driver.events("attempt.failed").map(({ granted }) => granted)).toEqual([true, true]);
    expect(saidTo(driver, "tier3:T-2:2")[0]).toContain("it is broken");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("is given up by a person, and nothing of it is merged", () => {
    const driver = clashing(1, () => ({ type: "abort" }));
    expect(driver.events("ticket.failed")).toMatchObject([{ failure: { code: "aborted" } }]);
    expect(merges(driver)).toEqual([["T-1", null]]);
    expect(driver.state().ended?.outcome).toBe("failed");
  });
});

describe("merges", () => {
  test("happen one at a time, in the order of their commits", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      willingCollaborators(two),
      ({ type }) => type === "compare" || type === "merge",
    );
    const first = driver.only("compare");
    driver.feed({ type: "compared", effectId: first.id, conflicts: [], moved: false });
    expect(driver.wanted().map(({ type }) => type)).toEqual(["merge"]);
    const { id: effectId } = driver.only("merge");
    driver.feed({ type: "merged", effectId, head: "head" });
    expect(String(driver.only("compare").ticketId)).toBe("T-2");
  });

  test("that are clean but gated are asked about, with no side to take", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "ask", kind: "merge" }] });
    const collaborators = collaboratorsOf(
      () => [],
      () => null,
    );
    runUntilIdle(driver, collaborators);
    expect(driver.popup("merge:T-1:1.1").decisions).toEqual(["approve", "reject", "abort"]);
    driver.answer("merge:T-1:1.1", { type: "approve" });
    driver.answer("merge:T-2:1.1", { type: "reject", reason: "not this" });
    runUntilIdle(driver, collaborators);
    expect(merges(driver)).toEqual([["T-1", null]]);
    expect(driver.events("ticket.failed")[0]?.failure).toEqual({
      code: "rejected",
      message: "not this",
    });
  });
});
