import { expect, test } from "bun:test";
import { impliedCheck, scriptedCheck } from "../../src/sim/scripted-check.ts";

const [failed, passed] = [
  { passed: false, output: "1 failed" },
  { passed: true, output: "" },
];
const ask = (ticketId: string, attempt: number, command = impliedCheck) =>
  scriptedCheck({ "T-1": [failed, passed] }, { ticketId, attempt, command });

test("an attempt has the result that its scenario says, and the last one from then on", () => {
  expect([1, 2, 3].map((attempt) => ask("T-1", attempt, "bun test"))).toEqual([
    failed,
    passed,
    passed,
  ]);
});

test("a ticket that is not listed passes, unless a command judges it", () => {
  expect(ask("T-2", 1)).toEqual(passed);
  expect(ask("toString", 1)).toEqual(passed);
  expect(ask("T-2", 1, "bun test")).toBeNull();
});
