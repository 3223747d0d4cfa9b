import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import type { Failure, FailureCode } from "../../../src/core/failure.ts";
import { sessionIdOf } from "../../../src/core/ids.ts";
import { checkLiveness } from "../../../src/sim/laws/liveness.ts";
import { breachesOf, ended, logOf, recordOf, T1, T2 } from "./hand-made.ts";

const failure = (code: FailureCode): Failure => ({ code, message: "" });
const intent: EventBody = { type: "commit.started", ticketId: T1, message: "" };
const fails = (code: FailureCode = "workspace-failed"): EventBody => ({
  type: "effect.failed",
  effectId: 1,
  failure: failure(code),
});
const sessionId = sessionIdOf({ tier: "tier3", ticketId: T1, attempt: 1 });
const pauses: EventBody = { type: "session.paused", sessionId, failure: failure("authentication") };
const waits: EventBody = {
  type: "run.ended",
  outcome: "waiting",
  failure: failure("workspace-failed"),
};
const attemptFails = (granted: boolean): EventBody => ({
  type: "attempt.failed",
  ticketId: T1,
  attempt: 1,
  failure: failure("tree-lost"),
  note: "",
  fresh: true,
  granted,
});
const ticketFails: EventBody = { type: "ticket.failed", ticketId: T1, failure: failure("aborted") };
const blocked: EventBody = { type: "ticket.blocked", ticketId: T2, by: T1 };
const resumed: EventBody = { type: "run.resumed" };
const check = (...bodies: readonly EventBody[]) => checkLiveness(recordOf(logOf(...bodies)));

describe("what pauses", () => {
  test("holds law 7 where the run waits and says why, and may fail for another reason once it was resumed", () => {
    expect(check(intent, fails(), waits)).toMatchObject({ type: "holds" });
    expect(check(pauses, waits, resumed, ticketFails, blocked, ended("failed"))).toMatchObject({
      type: "holds",
    });
    expect(check(intent, fails("tree-lost"), attemptFails(true))).toMatchObject({ type: "holds" });
  });

  test("breaks it where a tree is lost for the first time since somebody looked, and is not made anew", () => {
    const loses = fails("tree-lost");
    const could = "could begin again by itself";
    expect(breachesOf(check(intent, loses, waits))).toContain(could);
    const twice = [intent, loses, attemptFails(true), { ...loses }, waits];
    expect(breachesOf(check(...twice))).not.toContain(could);
    expect(breachesOf(check(...twice, resumed, { ...loses }, waits))).toContain(could);
  });

  test("breaks it where a tree is made anew again and again, and nobody looks", () => {
    const loses = fails("tree-lost");
    const again = [intent, loses, attemptFails(true), { ...loses }, attemptFails(true)];
    expect(breachesOf(check(...again))).toContain("loses its tree again and again");
    const looked = [intent, loses, attemptFails(true), waits, resumed, loses, attemptFails(true)];
    expect(breachesOf(check(...looked))).not.toContain("again and again");
  });

  test("breaks it where what an interrupt cut is told as a failure", () => {
    expect(breachesOf(check(intent, fails("cancelled"), waits))).toContain("interrupt cut");
  });

  test("breaks it where it fails, blocks, spends an attempt, or the run does not say what it waits for", () => {
    expect(breachesOf(check(intent, fails(), ticketFails))).toContain("which pauses, fails");
    expect(breachesOf(check(pauses, blocked))).toContain("blocks T-2");
    expect(breachesOf(check(pauses, attemptFails(true)))).toContain("spends an attempt");
    expect(breachesOf(check(intent, fails("tree-lost"), attemptFails(false)))).toContain(
      "spends an attempt",
    );
    expect(breachesOf(check(pauses, ended("waiting")))).toContain("nobody is told to mend");
    const dies = (code: FailureCode): EventBody => ({
      type: "session.failed",
      sessionId,
      failure: failure(code),
    });
    expect(breachesOf(check(dies("permission")))).toContain("which can be mended");
    // A model that has answered is there; one that never has may not be.
    const answers = { type: "stream.completed", unit: { sessionId, turn: 1, attempt: 1, try: 1 } };
    expect(breachesOf(check(answers as EventBody, dies("not-found")))).toContain("can be mended");
    expect(check(dies("not-found"))).not.toMatchObject({ type: "broken" });
  });

  test("breaks it where a session waits for what nobody can mend", () => {
    const sleeps = (code: FailureCode, retryAfterMs = 0): EventBody => ({
      ...pauses,
      failure: { ...failure(code), retryAfterMs },
    });
    const nothing = "which nothing mends";
    const answers = { type: "stream.completed", unit: { sessionId, turn: 1, attempt: 1, try: 1 } };
    expect(breachesOf(check(sleeps("not-found"), waits))).toContain(nothing);
    expect(breachesOf(check(sleeps("invalid-request"), waits))).toContain(nothing);
    expect(check(answers as EventBody, sleeps("not-found"), waits)).toMatchObject({
      type: "holds",
    });
    expect(check(sleeps("stream-error", 3_600_000), waits)).toMatchObject({ type: "holds" });
  });
});
