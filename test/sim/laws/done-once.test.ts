import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { sessionIdOf } from "../../../src/core/ids.ts";
import { userText } from "../../../src/core/message.ts";
import { checkDoneOnce } from "../../../src/sim/laws/done-once.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { breachesOf, logOf, started, T1 } from "./hand-made.ts";

const prepare = (attempt = 1): EventBody => ({
  type: "preparation.started",
  ticketId: T1,
  attempt,
  fresh: attempt === 1,
});
const prepared = (effectId: number): EventBody => ({
  type: "preparation.ended",
  effectId,
  ticketId: T1,
  documents: [],
  skeletons: [],
});
const check = (changes: { readonly merging?: { commit: string; side: null } } = {}): EventBody => ({
  type: "check.started",
  ticketId: T1,
  attempt: 1,
  command: "test",
  ...changes,
});
const checked = (effectId: number): EventBody => ({
  type: "check.ended",
  effectId,
  ticketId: T1,
  passed: true,
  output: "",
});
const commit: EventBody = { type: "commit.started", ticketId: T1, message: "T-1" };
const committed = (effectId: number): EventBody => ({
  type: "commit.ended",
  effectId,
  ticketId: T1,
  commit: "c",
});
const resumed: EventBody = { type: "run.resumed" };
const returned: EventBody = {
  type: "leftovers.returned",
  ticketId: T1,
  sessionId: sessionIdOf({ tier: "tier3", ticketId: T1, attempt: 1 }),
  message: userText("it lacks a file"),
};
const failed: EventBody = {
  type: "attempt.failed",
  ticketId: T1,
  attempt: 1,
  failure: { code: "check-failed", message: "no" },
  note: "",
  fresh: false,
  granted: false,
};

const judge = (...bodies: readonly EventBody[]) =>
  judgeBy((findings) => checkDoneOnce(logOf(started(), ...bodies), findings));

describe("it holds where", () => {
  test("work that was cut is done again", () => {
    const verdict = judge(prepare(), resumed, prepare(), prepared(4), check(), resumed, check());
    expect(verdict).toEqual({ type: "holds", exercised: 4 });
  });

  test("the worker had another turn, or another attempt followed", () => {
    const verdict = judge(
      ...[prepare(), prepared(2), check(), checked(4), commit, committed(6)],
      ...[returned, check(), checked(9), commit, committed(11)],
      ...[failed, prepare(2), prepared(14), check()],
    );
    expect(breachesOf(verdict)).toBe("");
  });

  test("what the merge would make is checked, too", () => {
    const merging = { commit: "c", side: null };
    const verdict = judge(check(), checked(2), check({ merging }), checked(4), check({ merging }));
    expect(breachesOf(verdict)).toBe("");
  });
});

describe("it is broken where", () => {
  test("a check that had ended is done again, because the commit after it was cut", () => {
    const verdict = judge(check(), checked(2), commit, resumed, check());
    expect(breachesOf(verdict)).toBe("event 6: the check of T-1 had ended, and is done again");
  });

  test("a tree is made anew that was to be gone on in, or is kept that was to be made anew", () => {
    const anew: EventBody = { type: "preparation.started", ticketId: T1, attempt: 2, fresh: true };
    expect(breachesOf(judge(failed, anew))).toContain("begins anew, and is to go on in its tree");
    expect(breachesOf(judge({ ...failed, fresh: true }, anew))).toContain("begins anew");
    const retried: EventBody = { type: "ticket.retried", ticketId: T1, attempt: 2, note: "" };
    expect(breachesOf(judge(failed, retried, prepare(2)))).toContain("is to begin anew");
  });

  test("a preparation or a commit is done again", () => {
    expect(breachesOf(judge(prepare(), prepared(2), prepare()))).toContain("the preparation of");
    expect(breachesOf(judge(commit, committed(2), resumed, commit))).toContain("the commit of");
  });
});
