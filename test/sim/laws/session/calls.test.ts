import { expect, test } from "bun:test";
import type { Delta, StopReason } from "../../../../src/core/reply/delta.ts";
import type { EventBody } from "../../../../src/core/event.ts";
import { sessionIdOf } from "../../../../src/core/ids.ts";
import { checkCalls } from "../../../../src/sim/laws/session/calls.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, logOf, main, popupOf, T1 } from "../hand-made.ts";

const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
const unit = { sessionId: sessionIdOf(seat), turn: 1, try: 1 };
const calls: readonly Delta[] = [
  { type: "tool-use", block: 0, callId: "one", tool: "bash" },
  { type: "tool-input", block: 0, json: '{"command":' },
  { type: "tool-input", block: 0, json: '"ls"}' },
  { type: "tool-use", block: 1, callId: "two", tool: "ask" },
  { type: "tool-input", block: 1, json: '{"question":"Why?"}' },
];
const asks: EventBody = {
  type: "model.started",
  unit,
  address: { ...seat, turn: 1, try: 1 },
  model: "m",
  maxOutputTokens: 1,
  reservedTokens: 1,
  reservedUsd: null,
};
const replied: readonly EventBody[] = [
  asks,
  { type: "stream.deltas", effectId: 1, unit, deltas: calls, usage: null },
  { type: "stream.completed", effectId: 1, unit, stopReason: "tool-use", commandParts: {} },
];
const ended = (index: number, callId: string): EventBody => ({
  type: "tool.ended",
  effectId: null,
  sessionId: unit.sessionId,
  turn: 1,
  index,
  callId,
  text: "",
  isError: false,
});
const gate = (command: string, index = 0) =>
  popupOf(`tool:T-1:1.1.${index}`, { kind: "tool", payload: { tool: "bash", input: { command } } });
const returned: EventBody = { type: "results.returned", sessionId: unit.sessionId, turn: 1 };

const check = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkCalls(logOf(...replied, ...bodies), findings)));

test("each call is asked about as it was made, in order, and has one result", () => {
  const question = popupOf("question:T-1:1.1.1", {
    kind: "question",
    payload: { question: "Why?" },
  });
  expect(check(gate("ls"), ended(0, "one"), question, ended(1, "two"), returned, asks)).toBe("");
});

test("another input, tool or question is none of the model's", () => {
  expect(check(gate("rm"))).toContain("another input than the call has");
  expect(check(gate("ls", 1))).toContain("bash, and the call is one of ask");
  expect(check(gate("ls", 2))).toContain("made no call 2");
});

test("no call is left without a result, has two, or overtakes another", () => {
  expect(check(ended(0, "one"), returned)).toContain("two is returned without a result");
  expect(check(ended(0, "one"), ended(0, "one"))).toContain("had its result already");
  expect(check(ended(1, "two"))).toContain("comes before the call 0");
  expect(check(ended(0, "two"))).toContain("call 0 is one, not two");
  expect(check(ended(0, "one"), asks)).toContain("is asked again, and two has no result");
});

test("a call whose input was cut off is not asked about, nor made", () => {
  const reply = (json: string, stopReason: StopReason): readonly EventBody[] => [
    asks,
    {
      type: "stream.deltas",
      effectId: 1,
      unit,
      deltas: [calls[0]!, { type: "tool-input", block: 0, json }],
      usage: null,
    },
    { type: "stream.completed", effectId: 1, unit, stopReason, commandParts: {} },
  ];
  const judge = (...bodies: readonly EventBody[]): string =>
    breachesOf(judgeBy((findings) => checkCalls(logOf(...bodies), findings)));
  expect(judge(...reply('{"command":"l', "max-tokens"), gate("l"))).toContain("was cut off");
  expect(judge(...reply("", "max-tokens"), ended(0, "one"))).toContain("its input was cut off");
  expect(judge(...reply("", "tool-use"), ended(0, "one"))).toBe("");
  expect(judge(...reply('{"command":"ls"}</tool_call>', "tool-use"), gate("ls"))).toBe("");
});
