import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { checkVainReplies } from "../../../src/sim/laws/vain-replies.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { breachesOf, main, logOf, started, T1, text } from "./hand-made.ts";

const sessionId = "tier3:T-1:1" as SessionId;
const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;

/** A reply with these words, in events 2 to 4 for turn 1, 5 to 7 for turn 2. */
const replies = (...said: readonly string[]): readonly EventBody[] =>
  said.flatMap((words, index): EventBody[] => {
    const turn = index + 1;
    const unit = { sessionId, turn, try: 1 };
    const effectId = 2 + 3 * index;
    return [
      {
        type: "model.started",
        unit,
        address: { ...seat, turn, try: 1 },
        model: "m",
        maxOutputTokens: 1,
        reservedTokens: 2,
        reservedUsd: null,
      },
      { type: "stream.deltas", effectId, unit, deltas: [text(words)], usage: null },
      { type: "stream.completed", effectId, unit, stopReason: "end-turn", commandParts: {} },
    ];
  });

const failed: EventBody = {
  type: "session.failed",
  sessionId,
  failure: { code: "empty-reply", message: "" },
};

const judge = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkVainReplies(logOf(started(), ...bodies), findings)));

test("a session is given up after three replies that bring nothing", () => {
  expect(judge(...replies("", " ", ""), failed)).toBe("");
});

test("it is not given up earlier", () => {
  expect(judge(...replies("", ""), failed)).toContain("is given up after 2 of 3 replies");
});

test("a call that was made begins the count anew", () => {
  const made: EventBody = {
    type: "tool.ended",
    effectId: 9,
    sessionId,
    turn: 1,
    index: 0,
    callId: "c",
    text: "",
    isError: false,
  };
  expect(judge(...replies("", ""), made, ...replies(""), failed)).toContain("after 1 of 3");
});

test("it is not asked once more either", () => {
  expect(judge(...replies("", "", "", ""))).toContain("asked once more after 3 replies");
});

test("a reply that its server broke off is not taken for whole", () => {
  const [asks, says, ends] = replies("Half a wo");
  const paused = { ...ends, stopReason: "pause-turn" } as EventBody;
  expect(judge(asks!, says!, paused)).toContain(
    "takes a reply for whole that ended with pause-turn",
  );
});
