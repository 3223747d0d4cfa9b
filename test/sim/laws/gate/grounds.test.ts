import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import type { FailureCode } from "../../../../src/core/failure.ts";
import { popupId, type SessionId } from "../../../../src/core/ids.ts";
import { checkGrounds } from "../../../../src/sim/laws/gate/grounds.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, decided, logOf, popupOf, T1 } from "../hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkGrounds(logOf(...bodies), findings)));

const fails = (code: FailureCode): EventBody => ({
  type: "ticket.failed",
  ticketId: T1,
  failure: { code, message: "" },
});
const aborts: EventBody = {
  type: "intervention.received",
  intervention: { type: "stop", id: "1", ticketId: T1, reason: "" },
};
const attemptFails = (granted: boolean): EventBody => ({
  type: "attempt.failed",
  ticketId: T1,
  attempt: 1,
  failure: { code: "check-failed", message: "" },
  note: "",
  fresh: false,
  granted,
});

const start = { prompt: "do it", files: [] };
const rejected = [
  popupOf("spawn:T-1:1", { kind: "spawn", payload: start }),
  decided("spawn:T-1:1", start, { type: "reject", reason: "no" }),
];

test("a refusal ends a ticket once: after a retry it takes another one", () => {
  expect(check(...rejected, fails("rejected"))).toBe("");
  expect(check(...rejected, fails("rejected"), fails("rejected"))).toContain(
    "event 4: T-1 fails for rejected, and nobody has said so since",
  );
  expect(check(fails("denied"))).toContain("nobody has said so since");
  expect(check(fails("check-failed"))).toBe("");
});

test("a refused call ends no ticket, and that of a check does", () => {
  const payload = { tool: "bash", input: { command: "make" } };
  const no = { type: "reject", reason: "no" } as const;
  const refused = (id: string, decision: Parameters<typeof decided>[2] = no) => [
    popupOf(id, { kind: "tool", payload }),
    decided(id, payload, decision),
  ];
  expect(check(...refused("check:T-1:1"), fails("rejected"))).toBe("");
  expect(check(...refused("tool:T-1:1.1.0"), fails("rejected"))).toContain("nobody has said so");
  expect(check(...refused("tool:T-1:1.1.0"), fails("aborted"))).toContain("nobody has said so");
  expect(check(...refused("tool:T-1:1.1.0", { type: "abort" }), fails("aborted"))).toBe("");
});

test("a rule that denies a call ends no ticket, and one that denies its start does", () => {
  const denied = (gate: string): EventBody => ({
    type: "rule.applied",
    gate: popupId(gate),
    ticketId: T1,
    action: "deny",
    rule: { action: "deny" },
    subject: { kind: "spawn", payload: start },
    payloadHash: "",
  });
  expect(check(denied("spawn:T-1:1"), fails("denied"))).toBe("");
  expect(check(denied("tool:T-1:1.1.0"), fails("denied"))).toContain("nobody has said so");
});

const payload = { limitTokens: 1, limitUsd: null, usedTokens: 1, usedUsd: 0, nextTokens: 1 };
const budget = (number: number, decision: Parameters<typeof decided>[2]) => [
  popupOf(`budget:${number}`, { kind: "budget", payload }),
  decided(`budget:${number}`, payload, decision),
];

test("a budget that is raised ends nothing", () => {
  const stopped = budget(1, { type: "stop" });
  const raised = budget(2, { type: "raise", tokens: 9, costUsd: null });
  expect(check(...stopped, fails("budget"))).toBe("");
  expect(check(...raised, fails("budget"))).toContain("nobody refused to raise");
});

test("tokens that are granted behind a refusal of time take that back no more", () => {
  const [asked, raised] = budget(1, { type: "raise", tokens: 9, costUsd: null });
  const [timeAsked, refused] = budget(2, { type: "stop" });
  expect(check(asked!, timeAsked!, refused!, raised!, fails("budget"))).toBe("");
});

test("who does not raise the budget is not asked about it again", () => {
  const raised = budget(1, { type: "raise", tokens: 9, costUsd: null });
  expect(check(...raised, ...budget(2, { type: "stop" }))).toBe("");
  expect(check(...budget(1, { type: "stop" }), ...budget(2, { type: "stop" }))).toContain(
    "budget:2 asks for more, which was refused already",
  );
});

test("no attempt begins once more budget was refused", () => {
  const begins: readonly EventBody[] = [{ type: "ticket.claimed", ticketId: T1, attempt: 1 }];
  const raised = budget(1, { type: "raise", tokens: 9, costUsd: null });
  expect(check(...raised, ...begins)).toBe("");
  expect(check(...budget(1, { type: "stop" }), ...begins)).toContain(
    "T-1 begins, and more was refused already",
  );
});

test("a ticket whose time is up ends no other, and the run goes on", () => {
  const payload = { limitTokens: null, limitUsd: null, usedTokens: 0, usedUsd: 0, nextTokens: 0 };
  const asked = popupOf("budget:1", { kind: "budget", payload });
  const stopped = decided("budget:1", payload, { type: "stop" });
  const session: EventBody = {
    type: "session.failed",
    sessionId: "tier2:main" as SessionId,
    failure: { code: "budget", message: "" },
  };
  expect(check(asked, stopped, fails("budget"), session)).toBe("");
  expect(check(asked, fails("budget"))).toContain("which nobody refused to raise");
  expect(check(asked, session)).toContain("tier2:main fails for the budget");
});

test("who decides that a ticket tries again gives it an attempt", () => {
  const payload = { commit: "c", conflicts: ["a.txt"] };
  const again = [
    popupOf("merge:T-1:1.1", { kind: "merge", payload }),
    decided("merge:T-1:1.1", payload, { type: "retry" }),
  ];
  expect(check(...again, attemptFails(true), fails("check-failed"))).toBe("");
  expect(check(...again, attemptFails(false))).toContain("on no attempt of its own");
  expect(check(...again, fails("check-failed"))).toContain("fails for check-failed");
  expect(check(...again, aborts, fails("aborted"))).toBe("");
});
