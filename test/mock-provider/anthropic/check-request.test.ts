import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { readBody } from "../../../src/mock-provider/anthropic/request-body.ts";
import { checkHeaders } from "../../../src/mock-provider/anthropic/check-headers.ts";

const hi: JsonObject = { role: "user", content: "hi" };
const base: JsonObject = { model: "claude-test", max_tokens: 100, messages: [hi] };
const ephemeral = { type: "ephemeral" };
const hour = { type: "ephemeral", ttl: "1h" };
const text = (words: string, more: JsonObject = {}): JsonObject => ({
  type: "text",
  text: words,
  ...more,
});
const call = (id: string): JsonObject => ({ type: "tool_use", id, name: "read", input: {} });
const result = (id: string): JsonObject => ({
  type: "tool_result",
  tool_use_id: id,
  content: "ok",
});
const user = (...content: readonly JsonObject[]): JsonObject => ({ role: "user", content });
const assistant = (...content: readonly JsonObject[]): JsonObject => ({
  role: "assistant",
  content,
});
const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  input_schema: { type: "object" },
  ...more,
});

/** What the API answers, as `400 message`; `ok` where it would say something. */
function verdict(
  body: JsonObject | string,
  endpoint: "messages" | "count_tokens" = "messages",
  headers: Record<string, string> = {},
): string {
  const read = readBody(typeof body === "string" ? body : JSON.stringify(body), {
    endpoint,
    headers: new Headers(headers),
    hasModel: (name) => name.startsWith("claude"),
  });
  return read.type === "body" ? "ok" : `${read.error.status} ${read.error.message}`;
}

const conversation = (...messages: readonly JsonObject[]): JsonObject => ({ ...base, messages });
const { max_tokens: _, ...counted } = base;

describe("what the API takes", () => {
  test.each<[string, JsonObject]>([
    ["a text", base],
    ["system as a text", { ...base, system: "be brief" }],
    ["system as blocks", { ...base, system: [text("be brief", { cache_control: hour })] }],
    [
      "a system message in between",
      conversation(hi, assistant(text("a")), { role: "system", content: "b" }, hi),
    ],
    [
      "turns of one role in a row",
      conversation(hi, hi, assistant(text("a")), assistant(text("b")), hi),
    ],
    ["a last message to go on with", conversation(hi, assistant(text("The answer is (")))],
    [
      "an empty last message of the assistant",
      conversation(hi, { role: "assistant", content: "" }),
    ],
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
  ])("%s", (_what, body) => {
    expect(verdict(body)).toBe("ok");
  });

  test("members that nobody knows, with a beta", () => {
    expect(verdict({ ...base, mcp_servers: [] }, "messages", { "anthropic-beta": "mcp" })).toBe(
      "ok",
    );
  });

  test("a count without max_tokens", () => {
    expect(verdict(counted, "count_tokens")).toBe("ok");
  });
});

describe("what the API refuses, in its words:", () => {
  test.each<[string, JsonObject | string]>([
    ["400 The request body is not valid JSON: it could not be parsed.", "{"],
    ["400 The request body is not valid JSON: it is no object.", "[]"],
    ["400 model: Field required", { max_tokens: 1, messages: [hi] }],
    ["400 model: Input should be a valid string", { ...base, model: 7 }],
    ["404 model: gpt-9", { ...base, model: "gpt-9" }],
    ["400 max_tokens: Field required", counted],
    ["400 max_tokens: Input should be a valid integer", { ...base, max_tokens: "9" }],
    ["400 max_tokens: Input should be greater than or equal to 0", { ...base, max_tokens: -1 }],
    ["400 max_tokens: 0 is not allowed with stream", { ...base, max_tokens: 0, stream: true }],
    [
      "400 max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-sonnet-4-5",
      { ...base, model: "claude-sonnet-4-5", max_tokens: 64_001 },
    ],
    ["400 stream: Input should be a valid boolean", { ...base, stream: "yes" }],
    ["400 temperature: Input should be less than or equal to 1", { ...base, temperature: 1.5 }],
    [
      "400 stop_sequences: each stop sequence must contain non-whitespace",
      { ...base, stop_sequences: [" "] },
    ],
    ["400 prompt: Extra inputs are not permitted", { ...base, prompt: "hi" }],
    ["400 messages: Field required", { model: "claude-test", max_tokens: 1 }],
    ["400 messages: Input should be a valid list", { ...base, messages: "hi" }],
    ["400 messages: at least one message is required", conversation()],
    ["400 messages.0.role: Field required", conversation({ content: "hi" })],
    ["400 messages.0.content: Field required", conversation({ role: "user" })],
    [
      '400 messages: Unexpected role "tool". Allowed roles are "user", "assistant" and "system".',
      conversation({ role: "tool", content: "x" }),
    ],
    [
      '400 messages: first message must use the "user" role',
      conversation(assistant(text("a")), hi),
    ],
    [
      "400 messages.0: all messages must have non-empty content except for the optional final assistant message",
      conversation(user()),
    ],
    ["400 messages: text content blocks must be non-empty", conversation(user(text("")))],
    [
      "400 messages: text content blocks must contain non-whitespace text",
      conversation(user(text(" \n"))),
    ],
    [
      "400 messages: final assistant content cannot end with trailing whitespace",
      conversation(hi, assistant(text("so "))),
    ],
    ["400 messages.0.content.0.type: Field required", conversation(user({ text: "x" }))],
    ["400 messages.0.content.0.text.text: Field required", conversation(user({ type: "text" }))],
    [
      "400 messages.0.content.0.image.source: Field required",
      conversation(user({ type: "image" })),
    ],
    [
      "400 messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: a, b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
      conversation(hi, assistant(call("a"), call("b")), hi),
    ],
    [
      "400 messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: b. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
      conversation(
        hi,
        assistant(call("a"), call("b")),
        user(result("a"), text("and"), result("b")),
      ),
    ],
    [
      "400 messages.2.content.1: unexpected `tool_use_id` found in `tool_result` blocks: x. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
      conversation(hi, assistant(call("a")), user(result("a"), result("x"))),
    ],
    [
      "400 messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a",
      conversation(hi, assistant(call("a")), user(result("a"), result("a"))),
    ],
    [
      "400 messages.1: `tool_use` ids must be unique",
      conversation(hi, assistant(call("a"), call("a")), user(result("a"))),
    ],
    [
      "400 messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
      conversation(hi, assistant(call("a b"))),
    ],
    ["400 system.0.type: Field required", { ...base, system: [{ text: "x" }] }],
    [
      "400 tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
      { ...base, tools: [tool("a b")] },
    ],
    ["400 tools.0.custom.input_schema: Field required", { ...base, tools: [{ name: "a" }] }],
    ["400 tools: Tool names must be unique.", { ...base, tools: [tool("a"), tool("a")] }],
    [
      "400 tool_choice: tool_choice may only be specified while providing tools",
      { ...base, tool_choice: { type: "any" } },
    ],
    [
      "400 tool_choice.tool: Tool 'b' not found in provided tools",
      { ...base, tools: [tool("a")], tool_choice: { type: "tool", name: "b" } },
    ],
    [
      "400 thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
      { ...base, thinking: { type: "enabled", budget_tokens: 1 } },
    ],
    [
      "400 `max_tokens` must be greater than `thinking.budget_tokens`.",
      { ...base, max_tokens: 1_024, thinking: { type: "enabled", budget_tokens: 1_024 } },
    ],
    [
      "400 Thinking may not be enabled when tool_choice forces tool use.",
      {
        ...base,
        max_tokens: 2_000,
        thinking: { type: "enabled", budget_tokens: 1_024 },
        tools: [tool("a")],
        tool_choice: { type: "any" },
      },
    ],
    [
      "400 `temperature` may only be set to 1 when thinking is enabled.",
      {
        ...base,
        max_tokens: 2_000,
        temperature: 0,
        thinking: { type: "enabled", budget_tokens: 1_024 },
      },
    ],
    [
      "400 A maximum of 4 blocks with cache_control may be provided. Found 5.",
      { ...base, system: Array.from({ length: 5 }, () => text("x", { cache_control: ephemeral })) },
    ],
    [
      "400 system.0.cache_control.ttl: Input should be '5m' or '1h'",
      { ...base, system: [text("x", { cache_control: { type: "ephemeral", ttl: "2h" } })] },
    ],
    [
      "400 system.0: cache_control cannot be set for empty text blocks",
      { ...base, system: [text("", { cache_control: ephemeral })] },
    ],
    [
      "400 messages.0.content.0.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: `tools`, `system`, `messages`.",
      {
        ...base,
        tools: [tool("a", { cache_control: ephemeral })],
        messages: [user(text("x", { cache_control: hour }))],
      },
    ],
  ])("%s", (expected, body) => {
    expect(verdict(body)).toBe(expected);
  });

  test("400 max_tokens: Extra inputs are not permitted, in a count", () => {
    expect(verdict(base, "count_tokens")).toBe("400 max_tokens: Extra inputs are not permitted");
  });

  test("413, more than 32 MB", () => {
    expect(verdict({ ...base, system: "x".repeat(33 * 1024 * 1024) })).toStartWith("413 ");
  });
});

describe("headers", () => {
  const check = (headers: Record<string, string>) => {
    const error = checkHeaders(new Headers(headers));
    return error === null ? "ok" : `${error.status} ${error.message}`;
  };
  const version = { "anthropic-version": "2026-10-21" };

  test.each<[string, Record<string, string>]>([
    ["ok", { ...version, "x-api-key": "k" }],
    ["ok", { ...version, authorization: "Bearer t" }],
    ["401 x-api-key header is required", version],
    ["401 invalid x-api-key", { ...version, "x-api-key": " " }],
    ["401 invalid bearer token", { ...version, authorization: "Basic t" }],
    ["400 anthropic-version: header is required", { "x-api-key": "k" }],
    [
      '400 anthropic-version: "latest" is not a valid version',
      { "x-api-key": "k", "anthropic-version": "latest" },
    ],
  ])("%s", (expected, headers) => {
    expect(check(headers)).toBe(expected);
  });
});
