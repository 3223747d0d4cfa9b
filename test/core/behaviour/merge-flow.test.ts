import { describe, expect, test } from "bun:test";
import type { Decision } from "../../../src/core/gates/decision.ts";
import type { Popup } from "../../../src/core/gates/popup.ts";
import { approval, play, saidTo, start, statuses, willingCast } from "../cast.ts";
import { type Driver, newDriver } from "../driver.ts";

const two = { A: [{ id: "T-1" }, { id: "T-2" }] };
const merges = (driver: Driver) =>
  driver.events("merge.started").map(({ ticketId, side }) => [String(ticketId), side]);

/** `T-1` conflicts as long as `conflicts` says so; merge popups are answered by `decide`. */
function castOf(conflicts: () => readonly string[], decide: (popup: Popup) => Decision | null) {
  return willingCast(two, {
    conflicts: (id) => (id === "T-1" ? conflicts() : []),
    decide: (popup) => (popup.kind === "merge" ? decide(popup) : approval(popup)),
  });
}

function atConflict(): Driver {
  const driver = newDriver();
  start(driver);
  play(
    driver,
    castOf(
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
    play(
      driver,
      castOf(
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
      play(
        driver,
        castOf(
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
    play(
      driver,
      castOf(
        () => ["a.ts", "b.ts"],
        () => null,
      ),
    );
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["merge:T-1:1.2"]);
    expect(merges(driver)).toEqual([["T-2", null]]);
    driver.answer("merge:T-1:1.2", { type: "take", side: "branch" });
    play(
      driver,
      castOf(
        () => ["a.ts", "b.ts"],
        () => null,
      ),
    );
    expect(merges(driver).at(-1)).toEqual(["T-1", "branch"]);
  });

  test("is merged by the rule for clean merges where nothing conflicts any more", () => {
    const driver = atConflict();
    driver.answer("merge:T-1:1.1", { type: "take", side: "ticket" });
    play(
      driver,
      castOf(
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
    const cast = castOf(
      () => conflicts,
      ({ attempt }) => (attempt === 1 ? { type: "retry" } : null),
    );
    play(driver, cast, (e) => e.type === "prepare" && e.attempt === 2);
    expect(driver.only("prepare")).toMatchObject({ attempt: 2, fresh: true });
    conflicts = [];
    play(driver, cast);
    expect(saidTo(driver, "tier3:T-1:2")[0]).toContain("conflicts with your change in a.ts");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("can end the ticket: nothing of it is merged", () => {
    const driver = atConflict();
    driver.answer("merge:T-1:1.1", { type: "abort" });
    play(
      driver,
      castOf(
        () => ["a.ts"],
        () => null,
      ),
    );
    expect(statuses(driver)).toEqual({ "T-1": "failed", "T-2": "done" });
    expect(merges(driver)).toEqual([["T-2", null]]);
  });
});

describe("merges", () => {
  test("happen one at a time, in the order of their commits", () => {
    const driver = newDriver();
    start(driver);
    play(driver, willingCast(two), ({ type }) => type === "compare" || type === "merge");
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
    const cast = castOf(
      () => [],
      () => null,
    );
    play(driver, cast);
    expect(driver.popup("merge:T-1:1.1").decisions).toEqual(["approve", "reject", "abort"]);
    driver.answer("merge:T-1:1.1", { type: "approve" });
    driver.answer("merge:T-2:1.1", { type: "reject", reason: "not this" });
    play(driver, cast);
    expect(merges(driver)).toEqual([["T-1", null]]);
    expect(driver.events("ticket.failed")[0]?.failure).toEqual({
      code: "rejected",
      message: "not this",
    });
  });
});
