import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import {
  assistant,
  base,
  call,
  conversation,
  ephemeral,
  hi,
  hour,
  result,
  system,
  text,
  tool,
  user,
  verdict,
  without,
} from "./verdict.ts";

describe("what the API takes", () => {
  test.each<[string, JsonObject]>([
    ["a text", base],
    ["system as a text", { ...base, system: "be brief" }],
    ["system as blocks", { ...base, system: [text("be brief", { cache_control: hour })] }],
    [
      "a system message in between",
      conversation(hi, system("b"), system([text("c")]), assistant(text("a")), hi),
    ],
    ["a system message at the end", conversation(hi, system("b"))],
    [
      "a system message after what the provider did by itself",
      conversation(
        hi,
        assistant({ type: "web_search_tool_result", tool_use_id: "a", content: [] }),
        system("b"),
      ),
    ],
    [
      "turns of one role in a row",
      conversation(hi, hi, assistant(text("a")), assistant(text("b")), hi),
    ],
    ["the assistant's word first", conversation(assistant(text("a")), hi)],
    ["a last message to go on with", conversation(hi, assistant(text("The answer is (")))],
    ["an assistant that says nothing", conversation(hi, assistant(), hi)],
    ["an empty message beside one with words", conversation(user(), hi, assistant(), hi)],
    [
      "calls with their results",
      conversation(
        hi,
        assistant(call("a"), call("b")),
        user(result("b"), result("a"), text("go on")),
      ),
    ],
    [
      "results in two messages",
      conversation(hi, assistant(call("a"), call("b")), user(result("a")), user(result("b"))),
    ],
    [
      "an image and a document",
      conversation(
        user(
          { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
          { type: "document", source: { type: "url", url: "https://example.com/a.pdf" } },
          text("look"),
        ),
      ),
    ],
    [
      "thoughts given back",
      conversation(
        hi,
        assistant(
          { type: "thinking", thinking: "hm", signature: "s" },
          { type: "redacted_thinking", data: "d" },
          text("a"),
        ),
        hi,
      ),
    ],
    [
      "a budget to think with",
      { ...base, max_tokens: 2_000, thinking: { type: "enabled", budget_tokens: 1_024 } },
    ],
    [
      "a tool that must be called",
      { ...base, tools: [tool("read")], tool_choice: { type: "tool", name: "read" } },
    ],
    ["a choice of no tool where there is none", { ...base, tool_choice: { type: "auto" } }],
    [
      "a tool of the provider",
      { ...base, tools: [{ type: "web_search_20260318", name: "web_search" }] },
    ],
    [
      "hours before minutes",
      {
        ...base,
        tools: [tool("read", { cache_control: hour })],
        system: [text("s", { cache_control: ephemeral })],
      },
    ],
    ["nothing to say, only to cache", { ...base, max_tokens: 0 }],
    ["settings that are there", { ...base, top_k: -1, temperature: 1, metadata: { user_id: "u" } }],
    ["what may be `null`", { ...base, metadata: null, stop_sequences: null, cache_control: null }],
  ])("%s", (_what, body) => {
    expect(verdict(body)).toBe("ok");
  });

  test("members that nobody knows, with a beta", () => {
    const unknown = { ...base, mcp_servers: [], messages: [{ ...hi, clear_at: "never" }] };
    expect(verdict(unknown, "messages", { "anthropic-beta": "mcp" })).toBe("ok");
    expect(verdict(unknown)).toBe("400 messages.0.clear_at: Extra inputs are not permitted");
  });

  test("a count without max_tokens", () => {
    expect(verdict(without("max_tokens"), "count_tokens")).toBe("ok");
  });
});

describe("what the API refuses in a body, in its words:", () => {
  test.each<[string, JsonObject | string]>([
    [
      "400 The request body is not valid JSON: unexpected end of data: line 1 column 2 (char 1)",
      "{",
    ],
    ["400 The request body is not valid JSON: it is no object.", "[]"],
    ["400 model: Field required", without("model")],
    ["400 model: Input should be a valid string", { ...base, model: 7 }],
    ["400 model: String should have at least 1 character", { ...base, model: "" }],
    ["404 model: gpt-9", { ...base, model: "gpt-9" }],
    ["400 prompt: Extra inputs are not permitted", { ...base, prompt: "hi" }],
    ["400 system: Input should be a valid array", { ...base, system: 7 }],
    ["400 system.0: Input does not match the expected shape.", { ...base, system: [7] }],
    ["400 system.0.type: Field required", { ...base, system: [{ text: "x" }] }],
    ["400 system.0.text: Field required", { ...base, system: [{ type: "text" }] }],
    ["400 system: text content blocks must be non-empty", { ...base, system: [text("")] }],
    [
      "400 output_config: Input does not match the expected shape.",
      { ...base, output_config: "x" },
    ],
    [
      "400 system.0.text: Input should be a valid string",
      { ...base, system: [{ ...text(""), text: 7 }] },
    ],
    [
      "400 system.0.id: Extra inputs are not permitted",
      { ...base, system: [text("a", { id: "b" })] },
    ],
    ["400 metadata.user_id: Input should be a valid string", { ...base, metadata: { user_id: 7 } }],
    [
      "400 output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'",
      { ...base, output_config: { effort: 7 } },
    ],
    [
      "400 output_config.format.schema: Input should be a valid dictionary",
      { ...base, output_config: { format: { type: "json_schema", schema: "{}" } } },
    ],
    ["400 container: Input should be an object", { ...base, container: 7 }],
    ["400 speed: Input should be 'standard' or 'fast'", { ...base, speed: 7 }],
    [
      "400 messages.0.role: Input should be a valid string",
      conversation({ ...hi, role: { toString: 1 } }),
    ],
    [
      "400 cache_control.type: Input should be a valid string",
      { ...base, cache_control: { type: { toString: 1 } } },
    ],
    [
      "400 thinking.type: Input should be a valid string",
      { ...base, thinking: { type: { toString: 1 } } },
    ],
  ])("%s", (expected, body) => {
    expect(verdict(body)).toBe(expected);
  });

  test("a count with max_tokens, whatever it is and with whatever beta", () => {
    const body = { ...base, max_tokens: { toString: 1 } };
    expect(verdict(body, "count_tokens", { "anthropic-beta": "x" })).toBe(
      "400 max_tokens: Extra inputs are not permitted",
    );
  });

  test("what is of no use in another way to think does not break anything", () => {
    const thinking = { type: "adaptive", budget_tokens: { toString: 1 } };
    expect(verdict({ ...base, thinking })).toBe("ok");
  });

  test("400 max_tokens: Extra inputs are not permitted, in a count", () => {
    expect(verdict(base, "count_tokens")).toBe("400 max_tokens: Extra inputs are not permitted");
  });

  test("413, more than 32 MB", () => {
    expect(verdict({ ...base, system: "x".repeat(33 * 1024 * 1024) })).toBe(
      "413 Request exceeds the maximum size",
    );
  });
});

test("of two faults the API tells the one that it looks at first", () => {
  const inOrder: readonly (readonly [member: string, value: JsonObject[string]])[] = [
    ["model", 7],
    ["tool_choice", 7],
    ["tools", "x"],
    ["messages", "x"],
    ["system", 7],
    ["thinking", "x"],
    ["output_config", "x"],
    ["cache_control", "x"],
    ["max_tokens", "x"],
    ["metadata", "x"],
    ["stop_sequences", "x"],
    ["temperature", "x"],
    ["service_tier", "x"],
    ["top_k", "x"],
    ["top_p", "x"],
    ["stream", "x"],
    ["unknown", "x"],
  ];
  for (const [place, [member]] of inOrder.entries()) {
    // The later ones come first in the body.
    const faults = Object.fromEntries(inOrder.slice(place).toReversed());
    expect(verdict({ ...faults, ...withoutAll(inOrder.slice(place)) })).toStartWith(
      `400 ${member}: `,
    );
  }
  expect(verdict({ ...conversation(user()), temperature: "x" })).toStartWith("400 temperature: ");
});

function withoutAll(members: readonly (readonly [string, JsonObject[string]])[]): JsonObject {
  return members.reduce((body, [member]) => without(member, body), base);
}
