import { expect, test } from "bun:test";
import { scriptedBackend } from "../../../src/commands/conduct/scripted-backend.ts";
import type { Rule } from "../../../src/core/gates/rule.ts";
import { allow, approve, reply, says, scenario, ticket, tier3 } from "../../../src/sim/api.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  start,
  willingCollaborators,
} from "../../core/collaborators.ts";
import { newDriver } from "../../core/driver.ts";

test("what a person's own decisions make of a script is told in one sentence where it fails, and a scripted person's in full", async () => {
  const written = scenario({
    name: "two replies",
    epic: "the epic",
    models: [tier3("T-1", reply(says("one")), reply(says("two")))],
    user: [],
    expect: [ticket("T-2").done(), ticket("T-3").done()],
  });
  const driver = newDriver();
  start(driver);
  const decide: Collaborators["decide"] = (popup) =>
    popup.kind === "spawn" ? { type: "reject", reason: "not now" } : approval(popup);
  runUntilIdle(driver, willingCollaborators({ A: [{ id: "T-1" }] }, { decide }));
  const run = { log: driver.log, files: async () => ({}) };
  const shown = async (decider: "user" | "terminal") =>
    await scriptedBackend(written, decider).deviations(run);
  expect(await shown("terminal")).toEqual([
    "It was written for the decisions of its own person, and here you decided: not all of its replies were used, and 2 expectations of it are not met.",
  ]);
  expect((await shown("user")).length).toBe(3);
});

test("answers that further rules of the run spare are not missed", async () => {
  const written = scenario({
    name: "an answer",
    epic: "the epic",
    models: [],
    user: [approve.spawn("T-1")],
    rules: [allow.tool("read")],
  });
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, willingCollaborators({ A: [] }));
  const missed = async (rules: readonly Rule[]) => {
    const log = driver.log.map((event) =>
      event.type === "run.started" ? { ...event, settings: { ...event.settings, rules } } : event,
    );
    return await scriptedBackend(written, "user").deviations({ log, files: async () => ({}) });
  };
  expect(await missed(written.rules)).toEqual([expect.stringContaining("approve.spawn")]);
  expect(await missed([{ action: "allow" }, ...written.rules])).toEqual([]);
});
