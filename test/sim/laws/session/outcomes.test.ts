import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { popupId, sessionIdOf } from "../../../../src/core/ids.ts";
import { checkOutcomes } from "../../../../src/sim/laws/session/outcomes.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import type { Executed } from "../../../../src/sim/record.ts";
import { breachesOf, logOf, main, recordOf, started, T1 } from "../hand-made.ts";

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

const outcome = {
  type: "outcome",
  life: 1,
  ticketId: T1,
  callId: "call",
  text: "no such file",
  isError: true,
} as const;

/** What is wrong where a call that ended with a failure is told so. */
function wrongIn(
  text: string,
  isError: boolean,
  executions: readonly Executed[] = [outcome],
  toolTimeoutMs = 5_000,
): string {
  const ended: EventBody = { type: "tool.ended", effectId: 2, ...place, text, isError };
  const log = logOf(started({ toolTimeoutMs }), makes, ended);
  return breachesOf(judgeBy((findings) => checkOutcomes(recordOf(log, { executions }), findings)));
}

test("a call is told as it ended, in its own words among ours", () => {
  expect(wrongIn("A person edited this call.\nno such file", true)).toBe("");
  expect(wrongIn("no such file", false)).toContain("told as a success");
  expect(wrongIn("", true)).toContain("words that it did not end with");
});

test("a call whose time is up has no end of its own, whatever it is told with", () => {
  const other: Executed = { ...outcome, callId: "other" };
  expect(wrongIn("Stopped: it took longer than 5 s.", true, [other], 1_000)).toBe("");
  expect(wrongIn("Stopped: it took longer than 5 s.", true, [other])).toContain("a failure");
  expect(wrongIn("", false, [other], 1_000)).toContain("told as a success");
});

test("a call that ends in the moment of its limit may be told as late, with the words that it brought", () => {
  const wrote: Executed = { ...outcome, text: "wrote it", isError: false };
  expect(wrongIn("wrote it\nStopped: it took longer than 1 s.", true, [wrote], 1_000)).toBe("");
  expect(wrongIn("Stopped: it took longer than 1 s.", true, [wrote], 1_000)).toContain("a failure");
  const late = "wrote it\nStopped: it took longer than 1 s.";
  expect(wrongIn(late, true, [wrote])).toContain("a failure");
  expect(wrongIn(late, true, [{ ...wrote, atMs: 3_000 }], 1_000)).toBe("");
  expect(wrongIn(late, true, [{ ...wrote, atMs: 2_999 }], 1_000)).toContain("a failure");
  expect(wrongIn("wrote it", true, [wrote], 1_000)).toContain("a failure");
});

test("what came before a call began, or in another process, is not its result", () => {
  const words = "no such file";
  expect(wrongIn(words, true, [{ ...outcome, atEvent: 2 }])).toBe("");
  expect(wrongIn(words, true, [{ ...outcome, atEvent: 1 }])).toContain("did not end with");
  expect(wrongIn(words, true, [{ ...outcome, atEvent: 3 }])).toContain("did not end with");
  expect(wrongIn(words, true, [{ ...outcome, life: 2 }])).toContain("did not end with");
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
    const executions: readonly Executed[] = [{ ...brought, outcome: { conflicts: [], moved } }];
    return breachesOf(
      judgeBy((findings) => checkOutcomes(recordOf(logOf(ended), { executions }), findings)),
    );
  };
  expect(wrongWhere(true)).toBe("");
  expect(wrongWhere(false)).toContain("something else than what came of it");
});
