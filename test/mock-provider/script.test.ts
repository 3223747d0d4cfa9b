import { describe, expect, test } from "bun:test";
import type { SaidPart } from "../../src/mock-provider/reply.ts";
import { type ReplyFault, rulesOf } from "../../src/mock-provider/reply-fault.ts";
import { compose } from "../../src/mock-provider/script.ts";
import { replyOf } from "./reply-of.ts";

const name = (part: number) => `call-${part}`;
const composed = (parts: readonly SaidPart[], fault: ReplyFault | null = null) => {
  const script = compose(replyOf(parts), name);
  return fault === null ? script : rulesOf(fault).ofScript(script, parts);
};

const text: SaidPart = { type: "text", text: "some words" };
const write: SaidPart = { type: "tool-use", tool: "write", input: { path: "a" }, callId: null };

describe("a reply", () => {
  test("stops with `tool-use` where it calls a tool, else with `end-turn`", () => {
    expect(composed([text]).stopReason).toBe("end-turn");
    expect(composed([text, write]).stopReason).toBe("tool-use");
  });

  test("stops as its script says", () => {
    const reply = replyOf([write], { stopReason: "pause-turn" });
    expect(compose(reply, name).stopReason).toBe("pause-turn");
  });

  test("names a call by its part unless the script does", () => {
    const { blocks } = composed([text, write, { ...write, callId: "mine" }]);
    expect(blocks.slice(1)).toEqual([
      {
        type: "tool-use",
        callId: "call-1",
        tool: "write",
        json: '{"path":"a"}',
        text: '{"path":"a"}',
      },
      {
        type: "tool-use",
        callId: "mine",
        tool: "write",
        json: '{"path":"a"}',
        text: '{"path":"a"}',
      },
    ]);
  });

  test("gives JSON as text, and signs each thought", () => {
    const { blocks } = composed([
      { type: "json", value: [1] },
      { type: "thinking", text: "hm" },
    ]);
    expect(blocks[0]).toEqual({ type: "text", text: "[1]" });
    expect(blocks[1]).toMatchObject({ type: "thinking", signature: expect.any(String) });
  });
});

describe("max-tokens", () => {
  test("breaks the first tool call off, and nothing follows", () => {
    const { blocks, stopReason } = composed([text, write, write, text], { type: "max-tokens" });
    expect(stopReason).toBe("max-tokens");
    expect(blocks).toEqual([
      { type: "text", text: "some words" },
      { type: "tool-use", callId: "call-1", tool: "write", json: '{"path', text: '{"path' },
    ]);
  });

  test("breaks the last part off where no tool is called", () => {
    expect(composed([text, text], { type: "max-tokens" }).blocks).toEqual([
      { type: "text", text: "some words" },
      { type: "text", text: "some " },
    ]);
  });
});

test("a refusal breaks the first text off and calls no tool", () => {
  expect(composed([write, text, text], { type: "refusal" })).toEqual({
    blocks: [{ type: "text", text: "some " }],
    stopReason: "refusal",
  });
});

describe("malformed JSON", () => {
  const fault: ReplyFault = { type: "malformed-json" };

  test.each([[{ tracks: [] }], [[1, 2]], ["word"], [1234], [0], [true], [null]])(
    "a planner's %j is not JSON any more",
    (value) => {
      const { blocks, stopReason } = composed([{ type: "json", value }], fault);
      const [block] = blocks;
      expect(() => JSON.parse(block?.type === "text" ? block.text : "0")).toThrow();
      expect(stopReason).toBe("end-turn");
    },
  );

  test("a worker's tool input is not JSON any more", () => {
    const [, block] = composed([text, write], fault).blocks;
    expect(() => JSON.parse(block?.type === "tool-use" ? block.json : "0")).toThrow();
  });
});
