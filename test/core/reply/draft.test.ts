import { describe, expect, test } from "bun:test";
import type { Delta, StopReason } from "../../../src/core/reply/delta.ts";
import {
  conclude,
  type Draft,
  emptyDraft,
  extend,
  shellCallsOf,
} from "../../../src/core/reply/draft.ts";
import type { Tier } from "../../../src/core/ids.ts";
import { tokens } from "../collaborators.ts";

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
  const conclusion = conclude(draft, { stopReason, tier, maxOutputTokens: 1_000 });
  if (!conclusion.ok) throw new Error(conclusion.failure.message);
  return conclusion.content;
}

function failureOf(draft: Draft, stopReason: StopReason, tier: Tier = "tier3"): string {
  const conclusion = conclude(draft, { stopReason, tier, maxOutputTokens: 1_000 });
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

function conclusionOf(draft: Draft, stopReason: StopReason, tier: Tier = "tier3") {
  const conclusion = conclude(draft, { stopReason, tier, maxOutputTokens: 1_000 });
  if (!conclusion.ok) throw new Error(conclusion.failure.message);
  return conclusion;
}

describe("a reply that stopped", () => {
  const expectations: Readonly<Record<StopReason, readonly [plain: string, withCall: string]>> = {
    "end-turn": ["none", "none"],
    "stop-sequence": ["none", "none"],
    "tool-use": ["none", "none"],
    unknown: ["none", "none"],
    "max-tokens": ["none", "none"],
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

  test("without usage is kept", () => {
    const draft = draftOf(text(0, "a"));
    draft.usage = null;
    expect(failureOf(draft, "end-turn")).toBe("none");
  });

  test("by a refusal tells its words", () => {
    const conclusion = conclude(draftOf(text(0, "I can't.")), {
      stopReason: "refusal",
      tier: "tier1",
      maxOutputTokens: 1,
    });
    expect(conclusion).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining("I can't.") },
    });
  });
});

describe("a call", () => {
  test("whose input is no JSON object stands with an empty one, and its model is told why", () => {
    for (const json of ["{", "[1]", "1", '"a"', '{"a":1}{"b":2}', '{"a":1} and']) {
      const { content, problems, flaw } = conclusionOf(
        draftOf(...call(0, "read", json)),
        "tool-use",
      );
      expect([json, content]).toEqual([
        json,
        [{ type: "tool-use", callId: "call-0", tool: "read", input: {} }],
      ]);
      expect(problems.get("call-0")).toContain("was not made");
      expect(flaw).toBeNull();
    }
  });

  test("that the output limit cut off is not made, and those before it are", () => {
    const draft = draftOf(...call(0, "read", "{}"), ...call(1, "write", '{"file_path":"a'));
    const { problems } = conclusionOf(draft, "max-tokens");
    expect([...problems.keys()]).toEqual(["call-1"]);
    expect(problems.get("call-1")).toContain("1,000 tokens");
    const bare = conclusionOf(draftOf(...call(0, "write")), "max-tokens");
    expect([...bare.problems.keys()]).toEqual(["call-0"]);
  });

  test("from a tier that was offered no tools is a flaw, and is left out", () => {
    for (const tier of ["tier1", "tier2", "tier4"] as const) {
      const draft = draftOf(text(0, "a"), ...call(1, "read", "{}"));
      const { content, flaw } = conclusionOf(draft, "tool-use", tier);
      expect(content).toEqual([{ type: "text", text: "a" }]);
      expect(flaw?.failure.code).toBe("malformed-reply");
    }
  });

  test("keeps what its server put on it", () => {
    const draft = draftOf(...call(0, "read", "{}"), {
      type: "carried",
      block: 0,
      members: { extra_content: { google: { thought_signature: "c2ln" } } },
    });
    expect(contentOf(draft, "tool-use")).toEqual([
      {
        type: "tool-use",
        callId: "call-0",
        tool: "read",
        input: {},
        carried: { extra_content: { google: { thought_signature: "c2ln" } } },
      },
    ]);
  });
});

describe("a worker's reply", () => {
  const flawOf = (words: string, stopReason: StopReason = "end-turn", tier: Tier = "tier3") =>
    conclusionOf(draftOf(text(0, words)), stopReason, tier).flaw?.failure.code ?? null;

  test.each(["", " \n\t", "\u3000"])("that says nothing is no report: %j", (words) => {
    expect(flawOf(words)).toBe("empty-reply");
  });

  test("of thoughts alone is none either, and the model hears what came", () => {
    const { flaw } = conclusionOf(draftOf({ type: "thinking", block: 0, text: "hm" }), "end-turn");
    expect(flaw).toMatchObject({
      failure: { code: "empty-reply" },
      request: expect.stringContaining("thoughts"),
    });
  });

  test("that the output limit cut off is none, and QA's is", () => {
    expect(flawOf("I will now wr", "max-tokens")).toBe("max-tokens");
    expect(flawOf("The check says that", "max-tokens", "tier4")).toBeNull();
  });

  test("that promised a call without one is none", () => {
    expect(flawOf("I will call it.", "tool-use")).toBe("empty-reply");
  });

  test.each([
    '<tool_call>\n{"name":"write"}\n</tool_call>',
    "I write.\n<function=write>\n<parameter=path>a</parameter>\n</function>",
    '[TOOL_CALLS][{"name":"write","arguments":{}}]',
    "<|python_tag|>write(a)",
    '{"name": "write", "arguments": {"file_path": "a"}}',
    '```json\n{"name": "write", "parameters": {}}\n```',
    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary to=functions.write <|message|>{}",
    "<|channel|>analysis to=functions.write code<|message|>{}",
    "[THINK]Hm.[/THINK][TOOL_CALLS]write[ARGS]{}",
  ])("with a call in its text is none: %s", (words) => {
    expect(flawOf(words)).toBe("call-in-text");
  });

  test.each([
    "Done.",
    "I taught the parser to read `<tool_call>` in a text.",
    "It now reads this:\n```\n<tool_call>\n```\n",
    '{"name": "left-pad", "version": "1.0.0"}',
  ])("in words is a report: %s", (words) => {
    expect(flawOf(words)).toBeNull();
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
