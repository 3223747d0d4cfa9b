import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { popupId, sessionIdOf } from "../../../../src/core/ids.ts";
import { checkOutcomes } from "../../../../src/sim/laws/session/outcomes.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import type { Execution } from "../../../../src/sim/record.ts";
import { breachesOf, logOf, main, recordOf, T1 } from "../hand-made.ts";

const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
const place = { sessionId: sessionIdOf(seat), turn: 1, index: 0, callId: "call" };
const makes: EventBody = {
  type: "tool.started",
  ...place,
  tool: "bash",
  input: {},
  gate: popupId("tool:T-1:1.1.0"),
  payloadHash: "",
};

/** What is wrong where a call that ended with a failure is told so. */
function wrongIn(text: string, isError: boolean): string {
  const ended: EventBody = { type: "tool.ended", effectId: 1, ...place, text, isError };
  const outcome = { type: "outcome", life: 1, ticketId: T1, callId: "call" } as const;
  const executions: readonly Execution[] = [{ ...outcome, text: "no such file", isError: true }];
  return breachesOf(
    judgeBy((findings) => checkOutcomes(recordOf(logOf(makes, ended), { executions }), findings)),
  );
}

test("a call is told as it ended, in its own words among ours", () => {
  expect(wrongIn("A person edited this call.\nno such file", true)).toBe("");
  expect(wrongIn("no such file", false)).toContain("told as a success");
  expect(wrongIn("", true)).toContain("words that it did not end with");
  expect(wrongIn("Stopped: it took longer than 5 s.", true)).toBe("");
});

test("what a comparison brought is in the log as it came", () => {
  const ended: EventBody = {
    type: "comparison.ended",
    effectId: 1,
    ticketId: T1,
    conflicts: [],
    moved: true,
  };
  const wrongWhere = (moved: boolean): string => {
    const brought = { type: "brought", life: 1, ticketId: T1, work: "compare" } as const;
    const executions: readonly Execution[] = [{ ...brought, outcome: { conflicts: [], moved } }];
    return breachesOf(
      judgeBy((findings) => checkOutcomes(recordOf(logOf(ended), { executions }), findings)),
    );
  };
  expect(wrongWhere(true)).toBe("");
  expect(wrongWhere(false)).toContain("something else than what came of it");
});
