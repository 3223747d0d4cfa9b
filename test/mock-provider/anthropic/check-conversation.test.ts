import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import {
  assistant,
  call,
  conversation,
  hi,
  result,
  system,
  text,
  user,
  verdict,
} from "./verdict.ts";

const anywhere =
  "the directive-only form (content: [] with output_config) is accepted at any position";
const precede = `role 'system' must precede an 'assistant' message or end the array; ${anywhere}`;
const image = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };
const a = assistant(text("a"));

describe("a conversation is refused", () => {
  test.each<[string, JsonObject]>([
    ["messages.0: user messages must have non-empty content", conversation(user())],
    ["messages.0: user messages must have non-empty content", conversation({ ...hi, content: "" })],
    [
      "messages.2: user messages must have non-empty content",
      conversation(hi, a, user(), { ...hi, content: "" }),
    ],
    ["messages: text content blocks must be non-empty", conversation(user(text("")))],
    ["messages: text content blocks must be non-empty", conversation(hi, assistant(text("")), hi)],
    [
      "messages: text content blocks must contain non-whitespace text",
      conversation(user(text(" \n"))),
    ],
    [
      "messages: final assistant content cannot end with trailing whitespace",
      conversation(hi, assistant(text("so "))),
    ],
  ])("%s", (expected, body) => {
    expect(verdict(body)).toBe(`400 ${expected}`);
  });
});

describe("what the system says is refused", () => {
  test.each<[string, JsonObject]>([
    ["messages.0: system content must contain at least one block", conversation(system([]), hi)],
    [
      `messages.0: use the top-level 'system' parameter for the initial system prompt; ${anywhere}`,
      conversation(system("  "), hi),
    ],
    [
      "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only",
      conversation(hi, system([image]), hi),
    ],
    [`messages.1: ${precede}`, conversation(hi, system("  "), hi)],
    // Of several in a row it is the last one that stands wrong.
    [`messages.3: ${precede}`, conversation(hi, system("b"), system("c"), system("d"), hi)],
    [
      `messages.2: role 'system' must follow a 'user' message or an 'assistant' message ending in a server tool result; ${anywhere}`,
      conversation(hi, a, system("b")),
    ],
    [
      "messages.1: system text blocks must contain non-whitespace text",
      conversation(hi, system([text("x"), text("")])),
    ],
  ])("%s", (expected, body) => {
    expect(verdict(body)).toBe(`400 ${expected}`);
  });
});

describe("calls and results are refused", () => {
  const unanswered = (ids: string) =>
    `messages.1: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;

  test.each<[string, JsonObject]>([
    [unanswered("a, b"), conversation(hi, assistant(call("a"), call("b")), hi)],
    [unanswered("a"), conversation(hi, assistant(call("a")))],
    [
      unanswered("b"),
      conversation(
        hi,
        assistant(call("a"), call("b")),
        user(result("a"), text("and"), result("b")),
      ),
    ],
    [
      "messages.2.content.1: unexpected `tool_use_id` found in `tool_result` blocks: x. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
      conversation(hi, assistant(call("a")), user(result("a"), result("x"))),
    ],
    [
      "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a",
      conversation(hi, assistant(call("a")), user(result("a"), result("a"))),
    ],
    [
      "messages.1.content.1: `tool_use` ids must be unique",
      conversation(hi, assistant(call("a"), call("a")), user(result("a"))),
    ],
    [
      "messages.3.content.0: `tool_use` ids must be unique",
      conversation(hi, assistant(call("a")), user(result("a")), assistant(call("a")), hi),
    ],
    [
      "messages.1: `tool_result` blocks can only be in `user` messages",
      conversation(hi, assistant(result("a"))),
    ],
    [
      "messages.0: `tool_use` blocks can only be in `assistant` messages",
      conversation(user(call("a"))),
    ],
  ])("%s", (expected, body) => {
    expect(verdict(body)).toBe(`400 ${expected}`);
  });
});
