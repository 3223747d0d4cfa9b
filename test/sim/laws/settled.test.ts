import { expect, test } from "bun:test";
import { popupId, sessionIdOf } from "../../../src/core/ids.ts";
import { checkSettled } from "../../../src/sim/laws/settled.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import {
  asked,
  breachesOf,
  called,
  discarded,
  ended,
  lifeOf,
  logOf,
  opened,
  recordOf,
  sent,
  started,
  T1,
  text,
} from "./hand-made.ts";

const breaches = (record: ReturnType<typeof recordOf>): string =>
  breachesOf(judgeBy((findings) => checkSettled(record, findings)));

const cut = logOf(
  started(),
  { type: "commit.started", ticketId: T1, message: "T-1" },
  { type: "effect.abandoned", effectId: 2 },
  ended(),
);

test("work is executed while its intent is open", () => {
  const at = (atEvent: number) =>
    recordOf(cut, { executions: [{ type: "commit", life: 1, ticketId: T1, atEvent }] });
  expect(breaches(at(2))).toBe("");
  expect(breaches(at(3))).toBe(
    "commit of T-1, which event 3 had settled, was begun in life 1 after event 3",
  );
});

test("no model is asked for a call that was discarded before", () => {
  const log = logOf(started(), opened(), called(), discarded(3, "crashed"), ended());
  const at = (atEvent: number) => recordOf(log, { observations: [{ ...asked({}), atEvent }] });
  expect(breaches(at(3))).toBe("");
  expect(breaches(at(4))).toContain(
    "tier1 turn 1 try 1, which event 4 had settled, was begun in life 1",
  );
});

test("a reply is read no further than to its end", () => {
  const log = logOf(started(), opened(), called(), discarded(3), ended());
  const at = (atEvent: number) =>
    recordOf(log, { observations: [{ ...sent([text("and so on")]), atEvent }] });
  expect(breaches(at(3))).toBe("");
  expect(breaches(at(4))).toContain("the reply of tier1 turn 1 try 1 is read on after event 4");
});

test("a run that ends leaves nothing on the screen", () => {
  const onScreen = [popupId("step:T-1")];
  const left = recordOf(cut, { lives: [lifeOf(cut, { onScreen })] });
  expect(breaches(left)).toBe("life 1 has ended, and step:T-1 is still shown");
  const crashed = { onScreen, crashed: true, finished: null };
  expect(breaches(recordOf(cut, { lives: [lifeOf(cut, crashed)] }))).toBe("");
});

test("a run that ends leaves no timer", () => {
  const record = recordOf(cut, { lives: [lifeOf(cut, { timersLeft: 2 })] });
  expect(breaches(record)).toBe("life 1 has ended, and 2 of its timers still run");
});

test("nothing is begun after an interrupt", () => {
  const log = logOf(
    started(),
    { type: "commit.started", ticketId: T1, message: "T-1" },
    { type: "run.interrupted" },
    ended(),
  );
  const at = (atEvent: number) =>
    recordOf(log, { executions: [{ type: "commit", life: 1, ticketId: T1, atEvent }] });
  expect(breaches(at(2))).toBe("");
  expect(breaches(at(3))).toBe("commit of T-1 was begun in life 1 after its interrupt");
});

test("a call that was begun before an interrupt may have its effect while it is stopped", () => {
  const call = { ticketId: T1, tool: "bash", callId: "c1", input: {} } as const;
  const begun = {
    type: "tool.started",
    sessionId: sessionIdOf({ tier: "tier3", ticketId: T1, attempt: 1 }),
    turn: 1,
    index: 0,
    gate: popupId("tool:T-1:1.1.0"),
    payloadHash: "",
    tool: "bash",
    callId: "c1",
    input: {},
  } as const;
  const log = logOf(started(), begun, { type: "run.interrupted" }, ended());
  const record = (isBegun: boolean, isStopped: boolean) =>
    recordOf(isBegun ? log : logOf(started(), { type: "run.interrupted" }, ended()), {
      executions: [
        { type: "tool", life: 1, ...call, atEvent: 3, ...(isStopped && { isStopped: true }) },
      ],
    });
  expect(breaches(record(true, true))).toBe("");
  expect(breaches(record(true, false))).toContain("was begun in life 1 after its interrupt");
  expect(breaches(record(false, true))).toContain("which was never asked for");
});
