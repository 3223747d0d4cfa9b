import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import type { FailureCode } from "../../../../src/core/failure.ts";
import type { SessionId } from "../../../../src/core/ids.ts";
import type { StopReason } from "../../../../src/core/reply/delta.ts";
import type { ReplyFault } from "../../../../src/mock-provider/reply-fault.ts";
import { checkWholeReplies } from "../../../../src/sim/laws/session/whole-replies.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import type { Observed } from "../../../../src/sim/record.ts";
import { breachesOf, logOf, main, recordOf, started, T1, text } from "../hand-made.ts";

const unit = { sessionId: "tier3:T-1:1" as SessionId, turn: 1, try: 1 };
const address = {
  tier: "tier3",
  trackId: main,
  ticketId: T1,
  attempt: 1,
  turn: 1,
  try: 1,
} as const;
const about = { call: 1, address, life: 1 } as const;

const ended = (fault: ReplyFault | null): Observed => ({ ...about, type: "ended", fault });
const aborted = (fault: ReplyFault | null): Observed => ({ ...about, type: "aborted", fault });
const sent: Observed = {
  ...about,
  type: "sent",
  event: { deltas: [text("I would rather")], usage: null },
};

const discarded = (code: FailureCode): EventBody => ({
  type: "stream.discarded",
  effectId: 2,
  unit,
  failure: { code, message: "" },
});
const completed = (stopReason: StopReason): EventBody => ({
  type: "stream.completed",
  effectId: 2,
  unit,
  stopReason,
  commandParts: {},
});

const judge = (end: EventBody, ...observations: readonly Observed[]): string =>
  breachesOf(
    judgeBy((findings) =>
      checkWholeReplies(recordOf(logOf(started(), end), { observations }), findings),
    ),
  );

const slow: ReplyFault = { type: "slow", betweenMs: 1 };
const cut: ReplyFault = { type: "cut", afterEvents: 1 };

test("a reply that was sent whole is taken", () => {
  expect(judge(completed("end-turn"), sent, ended(null))).toBe("");
  expect(judge(discarded("connection-failed"), sent, ended(null))).toContain("nothing was wrong");
  expect(judge(discarded("stalled"), sent, ended(slow))).toContain("nothing was wrong");
});

test("one that broke is not, nor one that did not come in time", () => {
  expect(judge(discarded("stream-cut"), ended(cut))).toBe("");
  expect(judge(discarded("stalled"), sent, aborted(slow))).toBe("");
  expect(judge(discarded("crashed"), sent, ended(null))).toBe("");
});

test("a client that leaves in the middle of a reply without a fault could not read it", () => {
  expect(judge(discarded("stream-error"), sent, aborted(null))).toContain("nothing was wrong");
});

test("of bytes that the mock does not read nothing is asked", () => {
  expect(judge(discarded("stream-error"), { ...about, type: "raw" }, ended(null))).toBe("");
});

test("a refusal is no reply, where it has words to tell it by", () => {
  expect(judge(discarded("refusal"), sent, ended({ type: "refusal" }))).toBe("");
  expect(judge(completed("end-turn"), sent, ended({ type: "refusal" }))).toContain("refused");
  expect(judge(completed("end-turn"), ended({ type: "refusal" }))).toBe("");
});

test("a reply that its limit broke off is not whole", () => {
  expect(judge(completed("max-tokens"), sent, ended({ type: "max-tokens" }))).toBe("");
  expect(judge(completed("tool-use"), sent, ended({ type: "max-tokens" }))).toContain("limit");
});
