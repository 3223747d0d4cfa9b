import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { type SessionId, ticketId, type TicketId, trackId } from "../../../src/core/ids.ts";
import { checkAfterEnd } from "../../../src/sim/laws/after-end.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { breachesOf, ended, logOf, popupOf, T1, T2, ticketOf } from "./hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkAfterEnd(logOf(...bodies), findings)));

const failed: EventBody = {
  type: "ticket.failed",
  ticketId: T1,
  failure: { code: "aborted", message: "" },
};
const retriesQa: EventBody = {
  type: "timer.started",
  purpose: { type: "retry", sessionId: "tier4:T-1:1" as SessionId },
  dueAtMs: 1,
};
const attempt = (granted: boolean): EventBody => ({
  type: "attempt.failed",
  ticketId: T1,
  attempt: 1,
  failure: { code: "check-failed", message: "" },
  note: "",
  fresh: false,
  granted,
});

test("nothing begins for a ticket that is over, until it is tried again", () => {
  expect(check(retriesQa, failed)).toBe("");
  expect(check(failed, retriesQa)).toContain("timer.started of T-1, after its ticket.failed");
  const unit = { sessionId: "tier3:T-1:1" as SessionId, turn: 1, try: 1 };
  const speaks: EventBody = { type: "stream.deltas", effectId: 9, unit, deltas: [], usage: null };
  expect(check(failed, speaks)).toContain("stream.deltas of T-1, after its ticket.failed");
  const claimed: EventBody = { type: "ticket.claimed", ticketId: T1, attempt: 2 };
  const retried: EventBody = { type: "ticket.retried", ticketId: T1, attempt: 2, note: "" };
  expect(check(failed, claimed)).toContain("ticket.claimed of T-1");
  expect(check(failed, retried, claimed)).toBe("");
});

test("what is tried again unblocks those that wait for nothing else that failed or is blocked", () => {
  const T3 = ticketId("T-3");
  const accepted: EventBody = {
    type: "tickets.accepted",
    trackId: trackId("main"),
    tickets: [ticketOf(T1), ticketOf(T2, T1), ticketOf(T3, T2)],
  };
  const blocked = (id: TicketId, by: TicketId): EventBody => ({
    type: "ticket.blocked",
    ticketId: id,
    by,
  });
  const retried = (id: TicketId): EventBody => ({
    type: "ticket.retried",
    ticketId: id,
    attempt: 2,
    note: "",
  });
  const claimed: EventBody = { type: "ticket.claimed", ticketId: T3, attempt: 1 };
  const down = [accepted, failed, blocked(T2, T1), blocked(T3, T2)];
  expect(check(...down, retried(T1), claimed)).toBe("");
  const apart = { ...accepted, tickets: [ticketOf(T1), ticketOf(T2), ticketOf(T3, T1, T2)] };
  const other: EventBody = { ...failed, ticketId: T2 };
  const both = [apart, failed, other, blocked(T3, T1)];
  expect(check(...both, retried(T1), blocked(T3, T2))).toContain("after its ticket.blocked");
  expect(check(...both, retried(T1), retried(T2), claimed)).toBe("");
});

test("nothing goes on of an attempt that has ended, and no question stays open", () => {
  expect(check(attempt(false), retriesQa)).toContain("whose attempt 1 has ended");
  const asked = popupOf("question:T-1:2.1.0", { kind: "question", payload: { question: "?" } });
  expect(check(asked, failed, ended("failed"))).toContain("is still open, and T-1 is over");
});

test("no work goes on for a ticket that is over", () => {
  const begins: EventBody = {
    type: "commit.started",
    ticketId: T1,
    message: "T-1: One",
  };
  const abandoned: EventBody = { type: "effect.abandoned", effectId: 1 };
  expect(check(begins, failed)).toContain("commit.started of T-1 goes on after its ticket.failed");
  expect(check(begins, abandoned, failed)).toBe("");
});

test("no work goes on after the end of the run, but where an interrupt has waited for it", () => {
  const begins: EventBody = { type: "commit.started", ticketId: T1, message: "T-1: One" };
  const interrupted: EventBody = { type: "run.interrupted" };
  const end: EventBody = { type: "run.ended", outcome: "interrupted", failure: null };
  const words = "commit.started goes on after the end of the run";
  expect(check(begins, ended("done"))).toContain(words);
  const endedAfter = (ms: number): string => {
    const log = logOf(begins, interrupted, end).map((event) => ({ ...event, atMs: 0 }));
    const waited = [...log.slice(0, -1), { ...log.at(-1)!, atMs: ms }];
    return breachesOf(judgeBy((findings) => checkAfterEnd(waited, findings)));
  };
  expect(endedAfter(0)).toContain(words);
  expect(endedAfter(350)).toBe("");
  // An earlier interrupt excuses nothing of a run that was resumed.
  expect(check(interrupted, end, { type: "run.resumed" }, begins, ended("done"))).toContain(words);
  expect(check({ type: "survey.started" }, ended("done"))).toContain("survey.started goes on");
  const failure = { code: "store-failed", message: "" } as const;
  expect(check(begins, { ...end, outcome: "waiting", failure })).toBe("");
});
