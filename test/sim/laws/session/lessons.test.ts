import { expect, test } from "bun:test";
import type { Event, EventBody } from "../../../../src/core/event.ts";
import type { SessionId } from "../../../../src/core/ids.ts";
import { checkLessons } from "../../../../src/sim/laws/session/lessons.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, called, opened, started } from "../hand-made.ts";

const sessionId = "tier1" as SessionId;

const check = (...events: readonly EventBody[]): string => {
  const begin = started();
  const log = [begin, opened(), ...events].map((body, index): Event => ({
    ...body,
    seq: index + 1,
    atMs: 0,
  }));
  if (begin.type !== "run.started") return "";
  return breachesOf(judgeBy((findings) => checkLessons(log, begin.settings, findings)));
};

const learned = (granted: number): EventBody => ({
  type: "server.learned",
  sessionId,
  server: "a server",
  traits: { maxOutputTokens: granted },
  message: "too many",
});
const learnedOther: EventBody = { ...learned(0), traits: { streams: false } } as EventBody;
const failed: EventBody = {
  type: "session.failed",
  sessionId,
  failure: {
    code: "invalid-request",
    message: "too many",
    teaches: { maxOutputTokens: 50 },
  },
};

test("no call asks a server for more than it has said to grant", () => {
  expect(check(called())).toBe("");
  expect(check(learned(100), called())).toBe("");
  expect(check(learned(50), called())).toContain("asks for 100 tokens of a server that grants 50");
  expect(check(learned(50), learnedOther, called())).toContain("grants 50");
  expect(check(learned(50), learned(100), called())).toBe("");
});

test("who has asked before it was known does not fail for how it asked", () => {
  expect(check(learned(50), called(), failed)).not.toContain("fails for");
  expect(check(called(), learned(50), failed)).toContain("was not known when it asked");
  expect(check(called(), failed)).toContain("was not known when it asked");
  expect(check(called(), ...Array.from({ length: 8 }, () => learnedOther), failed)).toBe("");
});
