import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { readRequest } from "../../../src/mock-provider/read-request.ts";
import type { Wire } from "../../../src/mock-provider/reply-source.ts";
import { conversationOf } from "../../../src/replies/request/conversation.ts";

const hashOf = (body: JsonObject, wire: Wire = "anthropic") =>
  conversationOf(readRequest({ wire, body }).said);
const user = (content: JsonObject[string]): JsonObject => ({ role: "user", content });

test("a call without input is the same, however a client spells that", () => {
  const calling = (args: string) =>
    hashOf(
      {
        messages: [
          {
            role: "assistant",
            tool_calls: [{ id: "c", function: { name: "now", arguments: args } }],
          },
        ],
      },
      "openai-chat",
    );
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
