import { describe, expect, test } from "bun:test";
import type { Delta, StopReason } from "../../src/core/delta.ts";
import { conclude, type Draft, emptyDraft, extend, shellCallsOf } from "../../src/core/draft.ts";
import type { Tier } from "../../src/core/ids.ts";
import { tokens } from "./cast.ts";

function draftOf(...deltas: readonly Delta[]): Draft {
  const draft = emptyDraft();
  for (const delta of deltas) extend(draft, delta);
  draft.usage = tokens(1, 1);
  return draft;
}

const text = (block: number, words: string): Delta => ({ type: "text", block, text: words });
const call = (block: number, tool: string, ...json: readonly string[]): Delta[] => [
  { type: "tool-use", block, callId: `call-${block}`, tool },
  ...json.map((piece): Delta => ({ type: "tool-input", block, json: piece })),
];

function contentOf(draft: Draft, stopReason: StopReason = "end-turn", tier: Tier = "tier3") {
  const conclusion = conclude(draft, stopReason, tier);
  if (!conclusion.ok) throw new Error(conclusion.failure.message);
  return conclusion.content;
}

function failureOf(draft: Draft, stopReason: StopReason, tier: Tier = "tier3"): string {
  const conclusion = conclude(draft, stopReason, tier);
  return conclusion.ok ? "none" : conclusion.failure.code;
}

describe("deltas", () => {
  test("of text add up, block by block", () => {
    const draft = draftOf(text(0, "a"), text(1, "x"), text(0, "b"));
    expect(contentOf(draft)).toEqual([
      { type: "text", text: "ab" },
      { type: "text", text: "x" },
    ]);
    expect(draft.text).toBe("axb");
  });

  test("of thinking add up with their signature, and are no text", () => {
    const draft = draftOf(
      { type: "thinking", block: 0, text: "hm" },
      { type: "thinking", block: 0, text: "m" },
      { type: "signature", block: 0, signature: "si" },
      { type: "signature", block: 0, signature: "g" },
      text(1, "yes"),
    );
    expect(contentOf(draft)).toEqual([
      { type: "thinking", text: "hmm", signature: "sig" },
      { type: "text", text: "yes" },
    ]);
    expect(draft.text).toBe("yes");
  });

  test("of a signature alone are a thinking block without text", () => {
    const draft = draftOf({ type: "signature", block: 0, signature: "sig" });
    expect(contentOf(draft)).toEqual([{ type: "thinking", text: "", signature: "sig" }]);
  });

  test("of redacted thinking are kept as they are", () => {
    const draft = draftOf({ type: "redacted-thinking", block: 0, data: "opaque" });
    expect(contentOf(draft)).toEqual([{ type: "redacted-thinking", data: "opaque" }]);
  });

  test("of tool calls add up, also where two calls interleave", () => {
    const [first, second] = [call(0, "read", '{"file_', 'path":"a"}'), call(1, "glob", "{}")];
    const draft = draftOf(first[0]!, second[0]!, first[1]!, second[1]!, first[2]!);
    expect(contentOf(draft, "tool-use")).toEqual([
      { type: "tool-use", callId: "call-0", tool: "read", input: { file_path: "a" } },
      { type: "tool-use", callId: "call-1", tool: "glob", input: {} },
    ]);
  });

  test("of input without a call are dropped; a call without input has none", () => {
    expect(contentOf(draftOf(text(0, "a"), { type: "tool-input", block: 0, json: "{}" }))).toEqual([
      { type: "text", text: "a" },
    ]);
    const [block] = contentOf(draftOf(...call(0, "glob")), "tool-use");
    expect(block).toMatchObject({ input: {} });
  });

  test("that leave out a block leave no hole in the reply", () => {
    expect(contentOf(draftOf(text(3, "late"), text(1, "")))).toEqual([
      { type: "text", text: "late" },
    ]);
  });
});

describe("a reply that stopped", () => {
  const expectations: Readonly<Record<StopReason, readonly [plain: string, withCall: string]>> = {
    "end-turn": ["none", "none"],
    "stop-sequence": ["none", "none"],
    "tool-use": ["none", "none"],
    unknown: ["none", "none"],
    "max-tokens": ["none", "max-tokens"],
    refusal: ["refusal", "refusal"],
    "pause-turn": ["paused", "paused"],
    "context-exceeded": ["context-exceeded", "context-exceeded"],
  };
  for (const [reason, codes] of Object.entries(expectations)) {
    test(`for ${reason} is ${codes[0]}; with a call ${codes[1]}`, () => {
      const stopReason = reason as StopReason;
      expect([
        failureOf(draftOf(text(0, "a")), stopReason),
        failureOf(draftOf(text(0, "a"), ...call(1, "read", "{}")), stopReason),
      ]).toEqual([...codes]);
    });
  }

  test("without usage is a failure, never a count of nothing", () => {
    const draft = draftOf(text(0, "a"));
    draft.usage = null;
    expect(failureOf(draft, "end-turn")).toBe("usage-missing");
  });

  test("with an input that is no JSON object is malformed", () => {
    for (const json of ["{", "[]", "null", "1", '"a"']) {
      expect([json, failureOf(draftOf(...call(0, "read", json)), "tool-use")]).toEqual([
        json,
        "malformed-reply",
      ]);
    }
  });

  test("with a call is malformed from a tier that was offered no tools", () => {
    for (const tier of ["tier1", "tier2", "tier4"] as const) {
      expect(failureOf(draftOf(...call(0, "read", "{}")), "tool-use", tier)).toBe(
        "malformed-reply",
      );
    }
  });

  test("empty is malformed from a planner, and the end of a worker's work", () => {
    expect(failureOf(draftOf(), "end-turn", "tier1")).toBe("malformed-reply");
    expect(failureOf(draftOf(text(0, "")), "end-turn", "tier2")).toBe("malformed-reply");
    expect(failureOf(draftOf(), "end-turn", "tier3")).toBe("none");
  });
});

test("shell calls are those of bash whose command is a text", () => {
  const draft = draftOf(
    ...call(0, "bash", '{"command":"ls"}'),
    ...call(1, "bash", '{"command":1}'),
    ...call(2, "bash", "{"),
    ...call(3, "read", '{"command":"ls"}'),
    text(4, "ls"),
  );
  expect(shellCallsOf(draft)).toEqual([{ callId: "call-0", command: "ls" }]);
});
