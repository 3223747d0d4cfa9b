import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import { conversationOf } from "../../src/replies/said.ts";
import { saidIn } from "../../src/replies/wire-conversation.ts";

const hashOf = (body: JsonObject) => conversationOf(saidIn({ body }));
const user = (content: JsonObject[string]): JsonObject => ({ role: "user", content });

describe("a conversation is what was said, in its order", () => {
  test("of Anthropic's wire, without thoughts", () => {
    const body = {
      system: [{ type: "text", text: "Be brief." }],
      messages: [
        user("go"),
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: "Hm.", signature: "s" },
            { type: "text", text: "Let me see." },
            { type: "tool_use", id: "t", name: "label", input: { id: 7 } },
          ],
        },
        user([
          { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "done" }] },
        ]),
      ],
    };
    expect(saidIn({ body })).toEqual([
      { type: "text", role: "system", text: "Be brief." },
      { type: "text", role: "user", text: "go" },
      { type: "text", role: "assistant", text: "Let me see." },
      { type: "call", id: "t", tool: "label", input: { id: 7 } },
      { type: "result", id: "t", text: "done" },
    ]);
  });

  test("of Responses, whose items may be of any kind", () => {
    const input = [
      user([{ type: "input_text", text: "go" }]),
      { type: "reasoning", summary: [] },
      { type: "custom_tool_call", call_id: "c", name: "patch", input: "no JSON" },
      { type: "custom_tool_call_output", call_id: "c", output: "done" },
      { type: "web_search_call", id: "w", status: "completed" },
    ];
    expect(saidIn({ body: { instructions: "Be brief.", input } })).toEqual([
      { type: "text", role: "system", text: "Be brief." },
      { type: "text", role: "user", text: "go" },
      { type: "call", id: "c", tool: "patch", input: "no JSON" },
      { type: "result", id: "c", text: "done" },
      { type: "other", role: "assistant", block: input[4]! },
    ]);
  });
});

test("a call without input is the same, however a client spells that", () => {
  const calling = (args: string) =>
    hashOf({
      messages: [
        {
          role: "assistant",
          tool_calls: [{ id: "c", function: { name: "now", arguments: args } }],
        },
      ],
    });
  expect(calling("")).toBe(calling("{}"));
  expect(calling("")).not.toBe(calling('{"zone":"UTC"}'));
});

test("how a text is cut into parts is no difference, and what it says is", () => {
  const parts = [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ];
  expect(hashOf({ messages: [user(parts)] })).toBe(hashOf({ messages: [user("a\n b")] }));
  expect(hashOf({ messages: [user("a")] })).not.toBe(hashOf({ messages: [user("b")] }));
  expect(hashOf({ messages: [user("a")] })).not.toBe(hashOf({ system: "a" }));
});

test("another picture is another conversation, and where it is cached is none", () => {
  const showing = (data: string, marks: JsonObject = {}) =>
    hashOf({ messages: [user([{ type: "image", source: { type: "base64", data }, ...marks }])] });
  expect(showing("AAAA")).toBe(showing("AAAA", { cache_control: { type: "ephemeral" } }));
  expect(showing("AAAA")).not.toBe(showing("BBBB"));
});
