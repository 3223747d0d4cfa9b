import { describe, expect, test } from "bun:test";
import type { Leftover } from "../../../src/core/leftover.ts";
import { project } from "../../../src/core/project.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  saidTo,
  start,
  statuses,
  willingCollaborators,
} from "../collaborators.ts";
import { sampleSettings } from "../sample-settings.ts";
import { newDriver } from "../driver.ts";

const guide: Leftover = { path: "docs/guide.md", why: "ignored" };
const chain = { A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }] };
const heard = "docs/guide.md (.gitignore covers it)";

/** T-1's first commits lack a file, so many of them. */
function lacking(commits: number, changes: Partial<Collaborators> = {}): Collaborators {
  let count = 0;
  return willingCollaborators(chain, {
    leftovers: (id) => (id === "T-1" && count++ < commits ? [guide] : []),
    ...changes,
  });
}

describe("what a worker wrote and its commit does not hold", () => {
  test("is named to the worker, whose next commit counts", () => {
    const driver = newDriver();
    start(driver, { check: "make test" });
    runUntilIdle(driver, lacking(1));
    expect(saidTo(driver, "tier3:T-1:1")[1]).toContain(heard);
    expect(driver.events("commit.ended").map((e) => e.leftovers)).toEqual([
      [guide],
      undefined,
      undefined,
    ]);
    expect(driver.events("check.started").filter((e) => e.ticketId === "T-1")).toHaveLength(2);
    expect(driver.events("popup.opened").map(({ popup }) => popup.kind)).not.toContain("leftovers");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("is asked about where the worker leaves it so, and nothing that depends on it starts meanwhile", () => {
    const driver = newDriver();
    const { prompts } = sampleSettings();
    start(driver, { prompts: { ...prompts, ticket: "{{ticketId}}: {{ticketDescription}}" } });
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "leftovers" ? null : approval(popup);
    runUntilIdle(driver, lacking(Infinity, { decide }));
    expect(driver.popup("leftovers:T-1:1.1").payload).toEqual({ leftovers: [guide] });
    expect(driver.events("comparison.started")).toEqual([]);
    expect(statuses(driver)).toEqual({ "T-1": "running", "T-2": "todo" });
    driver.answer("leftovers:T-1:1.1", { type: "approve" });
    runUntilIdle(driver, lacking(Infinity));
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
    expect(saidTo(driver, "tier3:T-2:1")[0]).toContain(`Not there, though T-1 wrote it: ${heard}`);
    expect(project(driver.log).tickets.map(({ leftovers }) => leftovers)).toEqual([
      [guide],
      undefined,
    ]);
  });

  test("waits for a person where nobody can be asked", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      lacking(Infinity, {
        attended: ({ kind }) => kind !== "leftovers",
        decide: (popup) => (popup.kind === "leftovers" ? null : approval(popup)),
      }),
    );
    expect(driver.state().ended).toEqual({ outcome: "waiting", failure: null });
  });

  test("goes back to the worker with a person's words where it is rejected", () => {
    const driver = newDriver();
    start(driver);
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "leftovers" ? { type: "reject", reason: "it is needed" } : approval(popup);
    runUntilIdle(driver, lacking(2, { decide }));
    expect(saidTo(driver, "tier3:T-1:1")[2]).toContain("it is needed");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("ends the ticket where it is aborted", () => {
    const driver = newDriver();
    start(driver);
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "leftovers" ? { type: "abort" } : approval(popup);
    runUntilIdle(driver, lacking(Infinity, { decide }));
    expect(statuses(driver)).toEqual({ "T-1": "failed", "T-2": "blocked" });
  });

  test("is decided by a rule where one speaks of it, after the worker has heard", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow", kind: "leftovers" }] });
    runUntilIdle(driver, lacking(Infinity));
    expect(driver.events("leftovers.returned")).toHaveLength(1);
    expect(driver.events("rule.applied").map(({ gate }) => String(gate))).toContain(
      "leftovers:T-1:1.1",
    );
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("is named again to the worker of the next attempt, which knows nothing of what was said", () => {
    const driver = newDriver();
    start(driver, { check: "make test", attempts: 2 });
    let conflicts = 1;
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "merge" && popup.payload.conflicts.length > 0
        ? { type: "retry" }
        : approval(popup);
    const changes = { decide, conflicts: () => (conflicts-- > 0 ? ["a.txt"] : []) };
    runUntilIdle(driver, lacking(Infinity, changes));
    expect(driver.events("leftovers.returned")).toHaveLength(2);
    expect(saidTo(driver, "tier3:T-1:2")[1]).toContain(heard);
    const asked = driver.events("popup.opened").map(({ popup }) => String(popup.id));
    expect(asked).toContain("leftovers:T-1:2.1");
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });

  test("is all that it did: the ticket is not done in silence without a commit", () => {
    const driver = newDriver();
    start(driver);
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "leftovers" ? null : approval(popup);
    runUntilIdle(driver, lacking(Infinity, { decide, commit: () => null }));
    expect(statuses(driver)["T-1"]).toBe("running");
    driver.answer("leftovers:T-1:1.1", { type: "approve" });
    expect(statuses(driver)["T-1"]).toBe("done");
  });

  test("of a command, such as build output, is named to nobody but the log", () => {
    const driver = newDriver();
    start(driver);
    const output: Leftover = { path: "gen/", why: "output" };
    runUntilIdle(driver, willingCollaborators(chain, { leftovers: () => [output] }));
    expect(driver.events("leftovers.returned")).toEqual([]);
    expect(driver.events("commit.ended")[0]?.leftovers).toEqual([output]);
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done" });
  });
});
