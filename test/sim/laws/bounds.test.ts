import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import type { Failure } from "../../../src/core/failure.ts";
import { popupId, sessionIdOf, ticketId, trackId } from "../../../src/core/ids.ts";
import { noUsage } from "../../../src/core/ledger/usage.ts";
import { checkBounds } from "../../../src/sim/laws/bounds.ts";
import { sampleSettings } from "../../core/sample-settings.ts";
import type { Execution } from "../../../src/sim/record.ts";
import { logOf, recordOf, started } from "./hand-made.ts";

const seat = {
  tier: "tier3",
  trackId: trackId("main"),
  ticketId: ticketId("A"),
  attempt: 1,
} as const;

const asked = (turn: number, nth: number): EventBody => ({
  type: "model.started",
  unit: { sessionId: sessionIdOf(seat), turn, try: nth },
  address: { ...seat, turn, try: nth },
  model: "m",
  maxOutputTokens: 1,
  reservedTokens: 1,
  reservedUsd: null,
});

const discarded = (effectId: number, nth: number, failure: Partial<Failure> = {}): EventBody => ({
  type: "stream.discarded",
  effectId: effectId as never,
  unit: { sessionId: sessionIdOf(seat), turn: 1, try: nth },
  failure: { code: "overloaded", message: "", ...failure },
});

const check = (...bodies: readonly EventBody[]) =>
  checkBounds(recordOf(logOf(started({ tries: 2, turns: 3, attempts: 1 }), ...bodies)));

const breachesOf = (...bodies: readonly EventBody[]) => {
  const verdict = check(...bodies);
  return verdict.type === "broken" ? verdict.breaches : [];
};

const attempt = (number: number): EventBody => ({
  type: "attempt.started",
  ticketId: ticketId("A"),
  attempt: number,
});

const failedAttempt = (granted: boolean): EventBody => ({
  type: "attempt.failed",
  ticketId: ticketId("A"),
  attempt: 1,
  failure: { code: granted ? "conflict" : "check-failed", message: "" },
  note: "",
  fresh: true,
  granted,
});

test("a turn is tried as often as the settings say, and no more", () => {
  expect(check(asked(1, 1), discarded(2, 1), asked(1, 2))).toMatchObject({ type: "holds" });
  const [breach] = breachesOf(
    asked(1, 1),
    discarded(2, 1),
    asked(1, 2),
    discarded(4, 2),
    asked(1, 3),
  );
  expect(breach).toContain("is tried after 2 tries that failed; 2 are allowed");
});

test("a try that our own process ended costs none", () => {
  const crashed = { code: "crashed" } as const;
  const tries = [asked(1, 1), discarded(2, 1, crashed), asked(1, 2), discarded(4, 2, crashed)];
  expect(breachesOf(...tries, asked(1, 3))).toEqual([]);
});

test("no try comes before its provider's retry-after, also after a crash", () => {
  const limited = { code: "rate-limited", retryAfterMs: 3_000 } as const;
  const early = breachesOf(
    asked(1, 1),
    discarded(2, 1, limited),
    { type: "run.resumed" },
    asked(1, 2),
  );
  expect(early).toEqual([expect.stringContaining("before its provider's retry-after is over")]);
  const pause = { type: "run.resumed" } as const;
  expect(breachesOf(asked(1, 1), discarded(2, 1, limited), pause, pause, asked(1, 2))).toEqual([]);
});

test("a retry-after counts by what the provider sent, also where the log does not tell of it", () => {
  const judge = (code: Failure["code"], retryAfterMs: number | null) => {
    const log = logOf(
      started({ tries: 2, turns: 3, attempts: 1 }),
      asked(1, 1),
      discarded(2, 1, { code }),
      asked(1, 2),
    );
    const fault = { type: "status", status: 429, retryAfterMs, shouldRetry: null } as const;
    const address = { ...seat, turn: 1, try: 1 };
    const answer = { type: "ended", fault, call: 1, address, life: 1 } as const;
    const verdict = checkBounds(recordOf(log, { observations: [answer] }));
    return verdict.type === "broken" ? verdict.breaches : [];
  };
  expect(judge("rate-limited", null)).toEqual([]);
  expect(judge("rate-limited", 1_000)).toEqual([]);
  expect(judge("rate-limited", 2_000)).toEqual([
    expect.stringContaining("before its provider's retry-after is over"),
  ]);
  // It came after the call had been given up, so nobody read it.
  expect(judge("stalled", 2_000)).toEqual([]);
});

test("a provider that says not to try again is not asked again until a person resumes the run", () => {
  const pauses: EventBody = {
    type: "session.paused",
    sessionId: sessionIdOf(seat),
    failure: { code: "overloaded", message: "" },
  };
  const judge = (shouldRetry: boolean | null, ...between: readonly EventBody[]) => {
    const fault = { type: "status", status: 529, retryAfterMs: null, shouldRetry } as const;
    const address = { ...seat, turn: 1, try: 1 };
    const answer = { type: "ended", fault, call: 1, address, life: 1 } as const;
    const log = logOf(
      started({ tries: 2, turns: 3, attempts: 1 }),
      ...[asked(1, 1), discarded(2, 1), ...between, asked(1, 2)],
    );
    const verdict = checkBounds(recordOf(log, { observations: [answer] }));
    return verdict.type === "broken" ? verdict.breaches.join() : "";
  };
  expect(judge(null)).toBe("");
  expect(judge(true)).toBe("");
  expect(judge(false)).toContain("is tried again, and its provider said not to");
  expect(judge(false, pauses, { type: "run.resumed" })).not.toContain("said not to");
});

test("a wait that was left to a person ends when the run is resumed, also where its process died", () => {
  const hours = { code: "rate-limited", message: "", retryAfterMs: 7_200_000 } as const;
  const asks = [asked(1, 1), discarded(2, 1, hours)];
  const paused = { type: "session.paused", sessionId: sessionIdOf(seat), failure: hours } as const;
  const resumed = { type: "run.resumed" } as const;
  expect(breachesOf(...asks, paused, resumed, asked(1, 2))).toEqual([]);
  expect(breachesOf(...asks, resumed, asked(1, 2))).toHaveLength(1);
  const timer: EventBody = {
    type: "timer.started",
    purpose: { type: "retry", sessionId: sessionIdOf(seat) },
    dueAtMs: 7_300_000,
  };
  expect(breachesOf(...asks, timer)).toEqual([expect.stringContaining("without a word")]);
});

test("a lost tree and a conflict spend no attempt", () => {
  const lost = { ...failedAttempt(false), failure: { code: "tree-lost", message: "" } } as const;
  expect(breachesOf(attempt(1), lost)).toEqual([expect.stringContaining("not to blame")]);
});

test("a session has its turns, and a ticket its attempts and those that a person grants", () => {
  expect(breachesOf(asked(4, 1))).toEqual([expect.stringContaining("at most 3 turns")]);
  expect(breachesOf(attempt(1), failedAttempt(false), attempt(2))).toEqual([
    expect.stringContaining("attempt 2 of A begins, and it has at most 1"),
  ]);
  expect(breachesOf(attempt(1), failedAttempt(true), attempt(2))).toEqual([]);
});

test("QA reads a failed check where another attempt can use it", () => {
  const qa = { tier: "tier4", trackId: seat.trackId, ticketId: ticketId("A"), attempt: 1 } as const;
  const asks: EventBody = {
    type: "session.opened",
    sessionId: sessionIdOf(qa),
    ...qa,
    message: { role: "user", content: [] },
  };
  const retry: EventBody = {
    type: "popup.decided",
    popupId: popupId("failed-merge:A:1"),
    decision: { type: "retry" },
    revision: 1,
    payloadHash: "",
    rule: null,
  };
  expect(breachesOf(attempt(1), asks)).toEqual([expect.stringContaining("no other one comes")]);
  expect(breachesOf(attempt(1), retry, asks)).toEqual([]);
});

test("nothing comes of what has ended", () => {
  expect(breachesOf(asked(1, 1), discarded(2, 1), discarded(2, 1))).toEqual([
    expect.stringContaining("stream.discarded of effect 2, which ended with stream.discarded"),
  ]);
  const late: EventBody = {
    type: "stream.deltas",
    effectId: 2 as never,
    unit: { sessionId: sessionIdOf(seat), turn: 1, try: 1 },
    deltas: [],
    usage: noUsage,
  };
  expect(breachesOf(asked(1, 1), discarded(2, 1), late)).toHaveLength(1);
});

const retried = (dueAfterMs: number, events: number): EventBody => ({
  type: "timer.started",
  purpose: { type: "retry", sessionId: sessionIdOf(seat) },
  dueAtMs: 1000 * events + dueAfterMs,
});

const paused = (failure: Partial<Failure>): EventBody => ({
  type: "session.paused",
  sessionId: sessionIdOf(seat),
  failure: { code: "overloaded", message: "", ...failure },
});

test("a pause before the next try is as long as it should be: neither doubled, nor shorter than asked", () => {
  const { retryBaseMs } = sampleSettings();
  const after = (waitMs: number, failure: Partial<Failure> = {}) =>
    breachesOf(asked(1, 1), discarded(2, 1, failure), retried(waitMs, 4));
  expect(after(retryBaseMs)).toEqual([]);
  expect(after(2 * retryBaseMs)).toEqual([expect.stringContaining("more than")]);
  expect(after(Math.floor(retryBaseMs / 2))).toEqual([expect.stringContaining("less than")]);
  expect(after(90_000, { retryAfterMs: 90_000 })).toEqual([]);
  expect(after(89_000, { retryAfterMs: 90_000 })).toEqual([expect.stringContaining("asked for")]);
  expect(after(retryBaseMs, { shouldRetry: false })).toEqual([
    expect.stringContaining("said not to"),
  ]);
});

test("a pause that was over while the run rested is not waited for once more", () => {
  const failed = [asked(1, 1), discarded(2, 1, { retryAfterMs: 2_000 })];
  const resumed: EventBody = { type: "run.resumed" };
  const [over, waiting] = [2_000, 4_000].map((waitMs) =>
    breachesOf(...failed, retried(waitMs, 4), resumed, retried(2_000, 6)),
  );
  expect(over).toEqual([expect.stringContaining("waits once more for a pause that is over")]);
  expect(waiting).toEqual([]);
});

test("a refusal that says how to ask uses up no try", () => {
  const teaches = { code: "invalid-request", teaches: { cacheMarks: false } } as const;
  const learned: EventBody = {
    type: "server.learned",
    sessionId: sessionIdOf(seat),
    server: "m",
    traits: { cacheMarks: false },
    message: "",
  };
  const begun = [asked(1, 1), discarded(2, 1, teaches), learned, asked(1, 2), discarded(5, 2)];
  expect(breachesOf(...begun, paused({}))).toEqual([expect.stringContaining("after 1 of 2 tries")]);
  expect(breachesOf(...begun, asked(1, 3), discarded(7, 3), paused({}))).toEqual([]);
});

test("a call of a process that was killed does nothing once the next one has begun", () => {
  const call = { type: "tool", tool: "bash", callId: "c", input: {} } as const;
  const done = { ...call, life: 1, ticketId: ticketId("T-1") };
  const opening: Execution = { type: "opening", life: 2 };
  const judge = (...executions: readonly Execution[]) => {
    const verdict = checkBounds(recordOf(logOf(started()), { executions }));
    return verdict.type === "broken" ? verdict.breaches : [];
  };
  expect(judge(done, opening, { ...done, life: 2 })).toEqual([]);
  expect(judge(opening, done)).toEqual(["bash (c) of T-1, begun in life 1, goes on in life 2"]);
});

test("what passes by itself is worth all the tries that there are, and a session all its turns", () => {
  const first = [asked(1, 1), discarded(2, 1)];
  expect(breachesOf(...first, paused({}))).toEqual([expect.stringContaining("after 1 of 2 tries")]);
  expect(breachesOf(...first, paused({ shouldRetry: false }))).toEqual([]);
  expect(breachesOf(...first, paused({ retryAfterMs: 3_600_000 }))).toEqual([]);
  expect(breachesOf(...first, asked(1, 2), discarded(4, 2), paused({}))).toEqual([]);
  const over = { code: "turn-limit", message: "" } as const;
  const failed: EventBody = { type: "session.failed", sessionId: sessionIdOf(seat), failure: over };
  expect(breachesOf(asked(3, 1), failed)).toEqual([]);
  expect(breachesOf(asked(2, 1), failed)).toEqual([expect.stringContaining("2 of 3 turns")]);
});

test("a plan is mended once", () => {
  const refused: EventBody = { type: "plan.refused", trackId: seat.trackId, problems: ["no"] };
  const lead = { tier: "tier2", trackId: seat.trackId, ticketId: null, attempt: 1 } as const;
  const asksLead = (turn: number): EventBody => ({
    ...(asked(turn, 1) as Extract<EventBody, { type: "model.started" }>),
    unit: { sessionId: sessionIdOf(lead), turn, try: 1 },
    address: { ...lead, turn, try: 1 },
  });
  expect(breachesOf(asksLead(1), refused, asksLead(2))).toEqual([]);
  expect(breachesOf(refused, asksLead(2), refused, asksLead(3))).toEqual([
    expect.stringContaining("is asked again after 2 refusals of its plan"),
  ]);
  const fails: EventBody = {
    type: "plan.failed",
    trackId: seat.trackId,
    failure: { code: "plan-invalid", message: "no" },
  };
  expect(breachesOf(refused, asksLead(2), refused, fails)).toEqual([]);
  expect(breachesOf(refused, fails)).toEqual([expect.stringContaining("was never mended")]);
});
