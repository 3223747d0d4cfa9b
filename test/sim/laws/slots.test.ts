import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { popupId, type SessionId, ticketId } from "../../../src/core/ids.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { checkSlots } from "../../../src/sim/laws/slots.ts";
import { breachesOf, ended, logOf, main, started, ticketOf } from "./hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(
    judgeBy((findings) =>
      checkSlots(logOf(started({ workers: 1, mode: "auto" }), ...bodies), findings),
    ),
  );

const accepted: EventBody = {
  type: "tickets.accepted",
  trackId: main,
  tickets: [ticketOf("T-1"), ticketOf("T-2"), ticketOf("T-3", "T-1")],
};
const claimed = (id: string): EventBody => ({
  type: "ticket.claimed",
  ticketId: ticketId(id),
  attempt: 1,
});
const prepares: EventBody = {
  type: "preparation.started",
  ticketId: ticketId("T-1"),
  attempt: 1,
  fresh: false,
};
const failed: EventBody = {
  type: "effect.failed",
  effectId: 4 as never,
  failure: { code: "workspace-failed", message: "" },
};
const pausedIn = (sessionId: string): EventBody => ({
  type: "session.paused",
  sessionId: sessionId as SessionId,
  failure: { code: "overloaded", message: "" },
});
const paused = pausedIn("tier3:T-1:1");

test("a ticket whose trouble waits gives its slot to the next one before the run waits", () => {
  const troubled = [accepted, claimed("T-1"), prepares, failed];
  expect(check(...troubled, ended("waiting"))).toContain("T-2 was not started in a free slot");
  expect(check(...troubled, claimed("T-2"), ended("waiting"))).toBe("");
  expect(check(accepted, claimed("T-1"), ended("waiting"))).toBe("");
});

test("in step mode a ticket that a rule lets start does not wait for the steps of others", () => {
  const step = { kind: "step", payload: { title: "", to: "running" } } as const;
  const allowed: EventBody = {
    type: "rule.applied",
    gate: popupId("step:T-2"),
    ticketId: ticketId("T-2"),
    action: "allow",
    rule: { action: "allow" },
    subject: step,
    payloadHash: "",
  };
  const inSteps = (...bodies: readonly EventBody[]): string => {
    const log = logOf(started({ workers: 1, mode: "step" }), accepted, ...bodies, ended("waiting"));
    return breachesOf(judgeBy((findings) => checkSlots(log, findings)));
  };
  expect(inSteps()).toBe("");
  expect(inSteps(allowed)).toContain("T-2 was not started in a free slot");
  expect(inSteps(allowed, claimed("T-2"))).toBe("");
});

test("a ticket whose tree is lost begins again in its slot, and gives it away where the tree is lost again", () => {
  const failure = { code: "tree-lost", message: "" } as const;
  const lost: EventBody = { type: "effect.failed", effectId: 4, failure };
  const again: EventBody = {
    type: "attempt.failed",
    ticketId: ticketId("T-1"),
    attempt: 1,
    failure,
    note: "",
    fresh: true,
    granted: true,
  };
  const troubled = [accepted, claimed("T-1"), prepares, lost];
  expect(check(...troubled, again, claimed("T-2"))).toContain("2 tickets are at work");
  expect(check(...troubled, claimed("T-2"), ended("waiting"))).toBe("");
});

test("none starts while the provider of another is away, and all may once the run is resumed", () => {
  const away = [accepted, claimed("T-1"), paused];
  expect(check(...away, claimed("T-2"))).toContain("while the provider of tier3:T-1:1 is away");
  expect(check(...away, ended("waiting"))).toBe("");
  const done: EventBody = { type: "ticket.done", ticketId: ticketId("T-1") };
  expect(check(...away, { type: "run.resumed" }, done, claimed("T-2"))).toBe("");
});

test("a plan that waits for the workers' server holds them back, and no ticket of its track's name", () => {
  const away = [accepted, pausedIn("tier2:T-1")];
  expect(check(...away, ended("waiting"))).toBe("");
  expect(check(...away, claimed("T-1"))).toContain("while the provider of tier2:T-1 is away");
  const atWork = [accepted, claimed("T-1"), pausedIn("tier2:T-1"), claimed("T-2")];
  expect(check(...atWork)).toContain("2 tickets are at work");
  const elsewhere = started({ workers: 1, mode: "auto" });
  if (elsewhere.type !== "run.started") throw new Error("A run begins otherwise.");
  const { settings } = elsewhere;
  const models = {
    ...settings.models,
    tier2: { ...settings.models.tier2, baseUrl: "http://elsewhere.invalid" },
  };
  const log = logOf({ ...elsewhere, settings: { ...settings, models } }, ...away, ended("waiting"));
  expect(breachesOf(judgeBy((findings) => checkSlots(log, findings)))).toContain(
    "T-1 was not started in a free slot",
  );
});
