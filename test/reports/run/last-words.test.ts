import { expect, test } from "bun:test";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { lastWords } from "../../../src/reports/run/last-words.ts";
import { runUntilIdle, start, willingCollaborators } from "../../core/collaborators.ts";
import { newDriver } from "../../core/driver.ts";

test("the last words of a stream are those of the last turn that said something, and of no turn before", () => {
  const turns = [
    { text: "First I look.", calls: [{ tool: "read", input: { file_path: "a.ts" } }] },
    { text: "Then I write.", calls: [{ tool: "read", input: { file_path: "b.ts" } }] },
    { calls: [{ tool: "read", input: { file_path: "c.ts" } }] },
  ];
  const willing = willingCollaborators({ A: [{ id: "T-1" }] });
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, {
    ...willing,
    reply: (address) =>
      address.tier === "tier3" ? (turns[address.turn - 1] ?? { text: "" }) : willing.reply(address),
  });
  expect(lastWords(fold(driver.log)!).get("Tier 3 (Worker): T-1")).toBe("Then I write.");
});
