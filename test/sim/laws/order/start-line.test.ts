import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { popupId, ticketId } from "../../../../src/core/ids.ts";
import { checkStartLine } from "../../../../src/sim/laws/order/start-line.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, logOf, main, started, ticketOf } from "../hand-made.ts";

const check = (mode: "auto" | "step", ...bodies: readonly EventBody[]): string =>
  breachesOf(
    judgeBy((findings) =>
      checkStartLine(logOf(started({ workers: 1, mode }), ...bodies), findings),
    ),
  );

const accepted = (...tickets: readonly ReturnType<typeof ticketOf>[]): EventBody => ({
  type: "tickets.accepted",
  trackId: main,
  tickets,
});
const two = accepted(ticketOf("A"), ticketOf("B"));
const claimed = (id: string): EventBody => ({
  type: "ticket.claimed",
  ticketId: ticketId(id),
  attempt: 1,
});
const done = (id: string): EventBody => ({ type: "ticket.done", ticketId: ticketId(id) });
const failed = (id: string): EventBody => ({
  type: "ticket.failed",
  ticketId: ticketId(id),
  failure: { code: "aborted", message: "" },
});
const retried = (id: string): EventBody => ({
  type: "ticket.retried",
  ticketId: ticketId(id),
  attempt: 2,
  note: "",
});

test("tickets start in the order in which they were planned", () => {
  expect(check("auto", two, claimed("A"), claimed("B"))).toBe("");
  expect(check("auto", two, claimed("B"))).toContain("B gets a slot before A, which has waited");
});

test("one that was given up does not wait, and a retry lines up behind the others", () => {
  expect(check("auto", two, failed("A"), claimed("B"))).toBe("");
  expect(check("auto", two, failed("A"), retried("A"), claimed("B"), claimed("A"))).toBe("");
  expect(check("auto", two, failed("A"), retried("A"), claimed("A"))).toContain("before B");
});

test("a ticket waits for a slot once all that it depends on is done", () => {
  const plan = accepted(ticketOf("A"), ticketOf("C", "A"), ticketOf("B"));
  expect(check("auto", plan, claimed("A"), claimed("B"), done("A"), claimed("C"))).toBe("");
  const late = [plan, claimed("A"), done("A"), claimed("C"), claimed("B")];
  expect(check("auto", ...late)).toContain("C gets a slot before B");
});

test("in step mode it waits since its step was allowed", () => {
  const allowed = (id: string): EventBody => {
    const subject = { kind: "step", payload: { title: id, to: "running" } } as const;
    const rule = { action: "allow", kind: "step" } as const;
    const gate = { gate: popupId(`step:${id}`), ticketId: ticketId(id), subject, rule };
    return { type: "rule.applied", ...gate, action: "allow", payloadHash: "" };
  };
  const plan = [two, allowed("B")];
  expect(check("step", ...plan, claimed("B"), allowed("A"), claimed("A"))).toBe("");
  expect(check("step", ...plan, allowed("A"), claimed("A"))).toContain("A gets a slot before B");
});

test("one whose preparation failed lines up again with the resume", () => {
  const prepares: EventBody = {
    type: "preparation.started",
    ticketId: ticketId("A"),
    attempt: 1,
    fresh: true,
  };
  const trouble: EventBody = {
    type: "effect.failed",
    effectId: 4 as never,
    failure: { code: "workspace-failed", message: "" },
  };
  const paused = [two, claimed("A"), prepares, trouble, { type: "run.resumed" } as const];
  expect(check("auto", ...paused, claimed("B"), claimed("A"))).toBe("");
  expect(check("auto", ...paused, claimed("A"))).toContain("A gets a slot before B");
});
