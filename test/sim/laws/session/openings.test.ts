import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { sessionIdOf, ticketId as asTicketId } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import { checkOpenings } from "../../../../src/sim/laws/session/openings.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { loadPrompts } from "../../../../src/prompts/load-prompts.ts";
import { breachesOf, logOf, main, popupOf, started, T1, ticketOf } from "../hand-made.ts";

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(
    judgeBy((findings) =>
      checkOpenings(logOf(started({ prompts: loadPrompts() }), ...bodies), findings),
    ),
  );

const accepted: EventBody = {
  type: "tickets.accepted",
  trackId: main,
  tickets: [{ ...ticketOf("T-1"), title: "Ring it", description: "Twice." }],
};
const prepared: EventBody = {
  type: "preparation.ended",
  effectId: 3,
  ticketId: T1,
  documents: [{ path: "bell.txt", text: "ding" }],
  skeletons: [],
};
const spawn = (prompt: string) =>
  popupOf("spawn:T-1:1", { kind: "spawn", payload: { prompt, files: [] } });

test("a worker's prompt holds its ticket, and its files in full", () => {
  expect(check(accepted, prepared, spawn("T-1, attempt 1: Ring it. Twice.\nding"))).toBe("");
  expect(check(accepted, prepared, spawn("T-1, attempt 1: Ring it. Twice."))).toContain(
    'lacks its documents: "ding"',
  );
  expect(check(accepted, spawn("T-1, attempt 1: Ring it."))).toContain(
    "lacks its ticketDescription",
  );
});

test("QA reads what the check printed last", () => {
  const failed = (output: string): EventBody => ({
    type: "check.ended",
    effectId: 3,
    ticketId: T1,
    passed: false,
    output,
  });
  const seat = { tier: "tier4", trackId: main, ticketId: T1, attempt: 1 } as const;
  const reads = (text: string): EventBody => ({
    type: "session.opened",
    sessionId: sessionIdOf(seat),
    ...seat,
    message: userText(text),
  });
  expect(check(failed("1 failed"), failed("2 failed"), reads("T-1: 2 failed"))).toBe("");
  expect(check(failed("1 failed"), failed("2 failed"), reads("T-1: 1 failed"))).toContain(
    'lacks its output: "2 failed"',
  );
});

test("a worker's prompt names what the tickets before it left out", () => {
  const plan: EventBody = {
    type: "tickets.accepted",
    trackId: main,
    tickets: [{ ...ticketOf("T-1", "T-0"), title: "Ring it", description: "Twice." }],
  };
  const left: EventBody = {
    type: "commit.ended",
    effectId: 3,
    ticketId: asTicketId("T-0"),
    commit: "c",
    leftovers: [
      { path: "notes.txt", why: "ignored" },
      { path: "dist/", why: "output" },
    ],
  };
  const said = "T-1, attempt 1: Ring it. Twice.";
  expect(check(plan, left, spawn(`${said} Not there: notes.txt`))).toBe("");
  expect(check(plan, left, spawn(said))).toContain('lacks its ticketDescription: "notes.txt"');
});
