import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import type { FailureCode } from "../../../../src/core/failure.ts";
import { popupId, sessionIdOf } from "../../../../src/core/ids.ts";
import { checkHeeded } from "../../../../src/sim/laws/gate/heeded.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, decided, ended, logOf, popupOf, T1 } from "../hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkHeeded(logOf(...bodies), findings)));

const fails = (code: FailureCode): EventBody => ({
  type: "ticket.failed",
  ticketId: T1,
  failure: { code, message: "" },
});
const seat = { tier: "tier3", ticketId: T1, attempt: 1 } as const;
const commits: EventBody = { type: "commit.started", ticketId: T1, message: "" };

const call = { tool: "bash", input: { command: "rm x" } };
const aborted = [
  popupOf("tool:T-1:1.1.0", { kind: "tool", payload: call }),
  decided("tool:T-1:1.1.0", call, { type: "abort" }),
];

test("a ticket that a person gives up at a popup fails for that, and nothing more is done for it", () => {
  expect(check(...aborted, fails("aborted"), ended("failed"))).toBe("");
  expect(check(...aborted, fails("check-failed"))).toContain("tool:T-1:1.1.0 says aborted");
  expect(check(...aborted, commits)).toContain("commit.started of T-1, which tool:T-1:1.1.0 ends");
  expect(check(...aborted, ended())).toContain("ends T-1, which did not fail");
  const goesOn = { type: "instructions.given", sessionId: sessionIdOf(seat) } as const;
  expect(check(...aborted, goesOn)).toContain("instructions.given of T-1");
});

test("a rejected start ends its ticket; a rejected call does not, for a model reads why", () => {
  const start = { prompt: "do it", files: [] };
  const reject = { type: "reject", reason: "no" } as const;
  const refused = [
    popupOf("spawn:T-1:1", { kind: "spawn", payload: start }),
    decided("spawn:T-1:1", start, reject),
  ];
  expect(check(...refused, fails("rejected"))).toBe("");
  expect(check(...refused, ended())).toContain("did not fail");
  const [asked] = aborted;
  expect(check(asked!, decided("tool:T-1:1.1.0", call, reject), commits, ended())).toBe("");
});

test("so does a popup whose time ran out, and a rule that denies", () => {
  const doubted = [
    popupOf("in-doubt:T-1:1.1.0.1", { kind: "in-doubt", payload: call }),
    { type: "popup.expired", popupId: popupId("in-doubt:T-1:1.1.0.1") } as const,
  ];
  expect(check(...doubted, fails("expired"))).toBe("");
  expect(check(...doubted, fails("aborted"))).toBe("");
  expect(check(...doubted, ended())).toContain("did not fail");
  const denied: EventBody = {
    type: "rule.applied",
    gate: popupId("check:T-1:1"),
    ticketId: T1,
    action: "deny",
    rule: { action: "deny" },
    subject: { kind: "check", payload: { command: "make" } },
    payloadHash: "",
  };
  expect(check(denied, fails("denied"))).toBe("");
  expect(check(denied, commits)).toContain("commit.started of T-1, which check:T-1:1 ends");
});
