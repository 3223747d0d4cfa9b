import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { sessionIdOf } from "../../../src/core/ids.ts";
import { checkOrder } from "../../../src/sim/laws/order.ts";
import {
  breachesOf,
  ended,
  logOf,
  main,
  recordOf,
  started,
  T1,
  T2,
  ticketOf,
} from "./hand-made.ts";

const accepted = (...tickets: readonly ReturnType<typeof ticketOf>[]): EventBody => ({
  type: "tickets.accepted",
  trackId: main,
  tickets,
});
const chain = accepted(ticketOf("T-1"), ticketOf("T-2", "T-1"));
const claimed = (ticketId: typeof T1): EventBody => ({
  type: "ticket.claimed",
  ticketId,
  attempt: 1,
});
const done = (ticketId: typeof T1): EventBody => ({ type: "ticket.done", ticketId });
const failed = (ticketId: typeof T1): EventBody => ({
  type: "ticket.failed",
  ticketId,
  failure: { code: "aborted", message: "" },
});
const blocked = (ticketId: typeof T1, by: typeof T1): EventBody => ({
  type: "ticket.blocked",
  ticketId,
  by,
});
const retried = (ticketId: typeof T1): EventBody => ({
  type: "ticket.retried",
  ticketId,
  attempt: 2,
  note: "",
});
const check = (...bodies: readonly EventBody[]) => checkOrder(recordOf(logOf(...bodies)));

test("it holds where each starts after what it depends on", () => {
  const verdict = check(chain, claimed(T1), done(T1), claimed(T2), done(T2), ended());
  expect(verdict).toMatchObject({ type: "holds" });
});

test("it holds where what depends on a failed one is blocked", () => {
  const verdict = check(chain, claimed(T1), failed(T1), blocked(T2, T1), ended("failed"));
  expect(verdict).toMatchObject({ type: "holds" });
});

test("it holds where a failed one is tried again, and what it blocked starts after it", () => {
  const again = [retried(T1), claimed(T1), done(T1), claimed(T2), done(T2), ended()];
  const verdict = check(chain, claimed(T1), failed(T1), blocked(T2, T1), ...again);
  expect(verdict).toMatchObject({ type: "holds" });
});

test("it is not exercised where no ticket was accepted", () => {
  expect(check(started(), ended("failed"))).toEqual({ type: "not-exercised" });
});

test("it is unknown where a ticket starts that no plan has", () => {
  expect(check(claimed(T1))).toMatchObject({ type: "unknown" });
});

describe("it is broken where", () => {
  test("one is tried again that has not failed, or what it blocked stays so", () => {
    expect(breachesOf(check(chain, claimed(T1), done(T1), retried(T1)))).toContain(
      "T-1 is tried again, and is done",
    );
    const done1 = [retried(T1), claimed(T1), done(T1), ended("failed")];
    expect(breachesOf(check(chain, claimed(T1), failed(T1), blocked(T2, T1), ...done1))).toContain(
      "T-2 is still todo",
    );
  });

  test("a ticket starts too early", () => {
    expect(breachesOf(check(chain, claimed(T2)))).toContain("T-2 starts while T-1 is todo");
  });

  test("a ticket is left todo at the end", () => {
    const breaches = breachesOf(check(chain, claimed(T1), failed(T1), ended("failed")));
    expect(breaches).toContain("T-2 is still todo at the end of a run that is failed");
    expect(breaches).toContain("T-2 is todo, although something that it depends on failed");
  });

  test("a ticket is blocked by one that is done", () => {
    const verdict = check(chain, claimed(T1), done(T1), blocked(T2, T1), ended("failed"));
    expect(breachesOf(verdict)).toContain("which does not block it");
  });

  test("a cycle, an unknown id or the same id twice is accepted", () => {
    const cycle = check(accepted(ticketOf("T-1", "T-2"), ticketOf("T-2", "T-1")));
    expect(breachesOf(cycle)).toContain("a cycle was accepted among T-1, T-2");
    expect(breachesOf(check(accepted(ticketOf("T-1", "T-9"))))).toContain("depends on T-9");
    expect(breachesOf(check(accepted(ticketOf("T-1"), ticketOf("T-1"))))).toContain("one id");
  });

  test("more tickets are at work than there are workers", () => {
    const two = accepted(ticketOf("T-1"), ticketOf("T-2"));
    const one = check(started({ workers: 1 }), two, claimed(T1), claimed(T2));
    expect(breachesOf(one)).toContain("2 tickets are at work, and there are 1 workers");
    const more = check(started({ workers: 2 }), two, claimed(T1), claimed(T2));
    expect(more).toMatchObject({ type: "holds" });
  });
});

const planFailed: EventBody = {
  type: "plan.failed",
  trackId: main,
  failure: { code: "plan-invalid", message: "" },
};
const track = { id: main, title: "", description: "" };

test("a run is done where all of it is, and only there", () => {
  const tracks: EventBody = { type: "tracks.accepted", tracks: [track] };
  const one = accepted(ticketOf("T-1"));
  const all = [tracks, one, claimed(T1), done(T1)];
  expect(breachesOf(check(...all, ended()))).toBe("");
  expect(breachesOf(check(...all, ended("failed")))).toBe(
    "the run is failed, and all of it is done",
  );
  expect(breachesOf(check(tracks, planFailed, ended("failed")))).toBe("");
  expect(breachesOf(check(tracks, planFailed, ended()))).toContain("not all of it is done");
  expect(breachesOf(check(tracks, one, claimed(T1), failed(T1), ended()))).toContain(
    "not all of it",
  );
  expect(breachesOf(check(tracks, ended()))).toContain("main is still to be planned");
});

test("the refusal of a plan with a cycle names it, ticket by ticket", () => {
  const unit = { sessionId: sessionIdOf({ tier: "tier2", trackId: main }), turn: 1, try: 1 };
  const tickets = [
    { id: "egg", dependsOn: ["hen"] },
    { id: "hen", dependsOn: ["egg", "hay"] },
    { id: "hay" },
  ];
  const asks: EventBody = {
    type: "model.started",
    unit,
    address: { tier: "tier2", trackId: main, ticketId: null, attempt: 1, turn: 1, try: 1 },
    model: "m",
    maxOutputTokens: 1,
    reservedTokens: 2,
    reservedUsd: null,
  };
  const says = (plan: object): EventBody => ({
    type: "stream.deltas",
    effectId: 1 as never,
    unit,
    deltas: [{ type: "text", block: 0, text: JSON.stringify(plan) }],
    usage: null,
  });
  const refused = (problem: string): EventBody => ({
    type: "plan.refused",
    trackId: main,
    problems: [problem],
  });
  const missing = "nobody names the cycle";
  expect(breachesOf(check(asks, says({ tickets }), refused("a cycle: hen → egg → hen")))).toBe("");
  expect(breachesOf(check(asks, says({ tickets }), refused("a cycle: egg → hen → hay")))).toContain(
    missing,
  );
  expect(breachesOf(check(asks, says({ tickets }), refused("it is wrong")))).toContain(missing);
  expect(breachesOf(check(asks, says({ tickets: [{ id: "hay" }] }), refused("it is wrong")))).toBe(
    "",
  );
});
