import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { type SessionId, sessionIdOf } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import { checkTold } from "../../../../src/sim/laws/told.ts";
import { breachesOf, decided, logOf, popupOf, recordOf, started, T1 } from "../hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(checkTold(recordOf(logOf(started(), ...bodies))));

const worker = "tier3:T-1:1" as SessionId;

const heard = (text: string, isError = true): EventBody => ({
  type: "tool.ended",
  effectId: null,
  sessionId: worker,
  turn: 1,
  index: 0,
  callId: "call",
  text,
  isError,
});

test("a model hears why its call was rejected, and the answer to its question", () => {
  const payload = { tool: "write", input: { file_path: "a" } };
  const rejected = [
    popupOf("tool:T-1:1.1.0", { kind: "tool", payload }),
    decided("tool:T-1:1.1.0", payload, { type: "reject", reason: "not there" }),
  ];
  expect(check(...rejected, heard("A person rejected this call: not there"))).toBe("");
  expect(check(...rejected, heard("No."))).toContain("why a person rejected it does not reach");
  const question = { question: "Where?" };
  const answered = [
    popupOf("question:T-1:1.1.0", { kind: "question", payload: question }),
    decided("question:T-1:1.1.0", question, { type: "answer", text: "here" }),
  ];
  expect(check(...answered, heard("here", false))).toBe("");
  expect(check(...answered, heard("yonder", false))).toContain("the answer does not reach");
});

test("a planner hears each thing that is wrong with its plan", () => {
  const sessionId = sessionIdOf({ tier: "tier1" });
  const refused: EventBody = {
    type: "plan.refused",
    trackId: null,
    problems: ["no id", "a cycle"],
  };
  const shown = (text: string): EventBody => ({
    type: "message.added",
    sessionId,
    message: userText(text),
  });
  expect(check(refused, shown("- no id\n- a cycle"))).toBe("");
  expect(check(refused, shown("- no id"))).toContain("what is wrong with its plan does not reach");
});

test("what QA says is the note of the next attempt, and stands in its worker's prompt", () => {
  const sessionId = "tier4:T-1:1" as SessionId;
  const unit = { sessionId, turn: 1, try: 1 };
  const deltas = [{ type: "text", block: 0, text: "Close the file." }] as const;
  const failed = (note: string): EventBody => ({
    type: "attempt.failed",
    ticketId: T1,
    attempt: 1,
    failure: { code: "check-failed", message: "" },
    note,
    fresh: false,
    granted: false,
  });
  const asked = (prompt: string) =>
    popupOf("spawn:T-1:2", { kind: "spawn", payload: { prompt, files: [] } });
  const said: EventBody[] = [
    { type: "stream.deltas", effectId: 1 as never, unit, deltas, usage: null },
    {
      type: "stream.completed",
      effectId: 1 as never,
      unit,
      stopReason: "end-turn",
      commandParts: {},
    },
  ];
  expect(check(...said, failed("QA: Close the file."), asked("do it. QA: Close the file."))).toBe(
    "",
  );
  expect(check(...said, failed("QA spoke."))).toContain("what QA says does not reach");
  expect(check(...said, failed("QA: Close the file."), asked("do it"))).toContain(
    "the note on the attempt before does not reach",
  );
});

test("a call that was not made is told as an error, unless a person vouches for it", () => {
  expect(check(heard("Nobody answered in time."))).toBe("");
  expect(check(heard("Nobody answered in time.", false))).toContain("is told as a success");
  const payload = { tool: "bash", input: { command: "send" } };
  const happened = [
    popupOf("in-doubt:T-1:1.1.0.1", { kind: "in-doubt", payload }),
    decided("in-doubt:T-1:1.1.0.1", payload, { type: "happened" }),
  ];
  expect(check(...happened, heard("The call was made.", false))).toBe("");
  expect(check(...happened, heard("The call was made."))).toContain("is told as an error");
});

test("why a ticket ends, or what it left out is wanted, is told; so is what failed to who decides", () => {
  const reject = { type: "reject", reason: "too dear" } as const;
  const start = { prompt: "do it", files: [] };
  const refused = [
    popupOf("spawn:T-1:1", { kind: "spawn", payload: start }),
    decided("spawn:T-1:1", start, reject),
  ];
  const fails = (message: string): EventBody => ({
    type: "ticket.failed",
    ticketId: T1,
    failure: { code: "rejected", message },
  });
  expect(check(...refused, fails("too dear"))).toBe("");
  expect(check(...refused, fails("no"))).toContain("why a person rejected it does not reach");
  const lacks = { leftovers: [] };
  const wanted = [
    popupOf("leftovers:T-1:1.1", { kind: "leftovers", payload: lacks }),
    decided("leftovers:T-1:1.1", lacks, reject),
  ];
  const returned = (words: string): EventBody => ({
    type: "leftovers.returned",
    ticketId: T1,
    sessionId: worker,
    message: userText(words),
  });
  expect(check(...wanted, returned("A person says: too dear"))).toBe("");
  expect(check(...wanted, returned("Again."))).toContain("why a person rejected it does not reach");
  const failed: EventBody = {
    type: "check.ended",
    effectId: 9,
    ticketId: T1,
    passed: false,
    output: "2 errors",
  };
  const asks = (output: string) => {
    const payload = { commit: "c", conflicts: [], failedCheck: { command: "make", output } };
    return popupOf("failed-merge:T-1:1", { kind: "merge", payload });
  };
  expect(check(failed, asks("together: 2 errors"))).toBe("");
  expect(check(failed, asks(""))).toContain("what the check printed does not reach");
});

test("a retry holds the note on the attempt before, and why the ticket failed", () => {
  const failure = { code: "check-failed", message: "`test` failed" } as const;
  const failed: readonly EventBody[] = [
    {
      type: "attempt.failed",
      ticketId: T1,
      attempt: 1,
      failure,
      note: "Close the file.",
      fresh: false,
      granted: false,
    },
    { type: "ticket.failed", ticketId: T1, failure },
  ];
  const retried = (note: string): EventBody => ({
    type: "ticket.retried",
    ticketId: T1,
    attempt: 2,
    note,
  });
  expect(check(...failed, retried("It failed: `test` failed\nClose the file."))).toBe("");
  expect(check(...failed, retried("It failed: `test` failed"))).toContain(
    "the note on the attempt before does not reach the retry of T-1",
  );
  expect(check(...failed, retried("Close the file."))).toContain("why it failed does not reach");
});
