import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import {
  assistant,
  base,
  call,
  conversation,
  hi,
  result,
  text,
  user,
  verdict,
  without,
} from "./verdict.ts";

const image = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };

test.each<[string, JsonObject]>([
  ["messages: Field required", without("messages")],
  ["messages: Input should be a valid array", { ...base, messages: "hi" }],
  ["messages: at least one message is required", conversation()],
  ["messages.0: Input should be an object", { ...base, messages: [7] }],
  ["messages.0.role: Field required", conversation({ content: "hi" })],
  [
    'messages: Unexpected role "tool". Allowed roles are "user" or "assistant"',
    conversation({ role: "tool", content: "x" }),
  ],
  ["messages.0.content: Field required", conversation({ role: "user" })],
  ["messages.0.content: Input should be a valid array", conversation({ ...hi, content: null })],
  ["messages.0.content.0: Input should be an object", conversation({ ...hi, content: [7] })],
  ["messages.0.content.0.type: Field required", conversation(user({ text: "x" }))],
  ["messages.0.content.0.text.text: Field required", conversation(user({ type: "text" }))],
  ["messages.0.content.0.image.source: Field required", conversation(user({ type: "image" }))],
  ["messages.0.name: Extra inputs are not permitted", conversation({ ...hi, name: "Ada" })],
  [
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
    conversation(hi, assistant(call("a b"))),
  ],
  [
    "messages.1.content.0.tool_use.input: Input should be a valid dictionary",
    conversation(hi, assistant({ ...call("a"), input: "{}" })),
  ],
  [
    "messages.0.content.0.tool_result.tool_use_id: Field required",
    conversation(user({ type: "tool_result" })),
  ],
  [
    "messages.0.content.0.tool_result.content.1.text.text: Field required",
    conversation(user({ ...result("a"), content: [image, { type: "text" }] })),
  ],
  [
    "messages.1.content.0.thinking.signature: Field required",
    conversation(hi, assistant({ type: "thinking", thinking: "hm" }, text("a"))),
  ],
])("%s", (expected, body) => {
  expect(verdict(body)).toBe(`400 ${expected}`);
});
