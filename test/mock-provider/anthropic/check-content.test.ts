import { expect, test } from "bun:test";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { assistant, call, conversation, hi, result, text, user, verdict } from "./verdict.ts";

const at = "messages.0.content.0";
const image = (source: JsonObject): JsonObject => ({ type: "image", source });
const png = { type: "base64", media_type: "image/png", data: "AAAA" };
const imageTypes = "'image/jpeg', 'image/png', 'image/gif' or 'image/webp'";

test.each<[string, JsonObject]>([
  [`${at}.text.text: Input should be a valid string`, { type: "text", text: 7 }],
  [`${at}.text.citations: Input should be a valid array`, text("a", { citations: "b" })],
  [`${at}.text.id: Extra inputs are not permitted`, text("a", { id: "b" })],
  [`${at}.type: Input should be a valid string`, { type: { toString: 1 } }],
  [`${at}.image.source: Input should be an object`, { type: "image", source: "AAAA" }],
  [`${at}.image.source.type: Field required`, image({ data: "AAAA" })],
  [
    `${at}.image.source: Input tag 'text' found using 'type' does not match any of the expected tags: 'base64', 'file', 'url'`,
    image({ type: "text", data: "a" }),
  ],
  [
    `${at}.image.source.base64.media_type: Input should be ${imageTypes}`,
    image({ ...png, media_type: "" }),
  ],
  [
    `${at}.image.source.base64.media_type: Input should be ${imageTypes}`,
    image({ ...png, media_type: "image/svg+xml" }),
  ],
  [`${at}.image.source.base64: image cannot be empty`, image({ ...png, data: "" })],
  [
    `${at}.image.source.base64: invalid base64 data`,
    image({ ...png, data: "data:image/png;base64,AAAA" }),
  ],
  [`${at}.image.source.url.url: Input should be a valid string`, image({ type: "url", url: 7 })],
  [
    `${at}.document.source.base64.media_type: Input should be 'application/pdf'`,
    { ...image(png), type: "document" },
  ],
  [
    `${at}.document.title: Input should be a valid string`,
    { type: "document", source: { type: "url", url: "u" }, title: 7 },
  ],
  [
    `${at}.document.source.content.content.0.text.text: Field required`,
    { type: "document", source: { type: "content", content: [{ type: "text" }] } },
  ],
  [
    `${at}.search_result.title: Field required`,
    { type: "search_result", content: [], source: "s" },
  ],
])("%s", (expected, block) => {
  expect(verdict(conversation(user(block)))).toBe(`400 ${expected}`);
});

test.each<[string, JsonObject]>([
  ["name: Input should be a valid string", { name: null }],
  ["name: Input should be a valid string", { name: 0 }],
  ["name: String should have at least 1 character", { name: "" }],
  ["name: String should have at most 200 characters", { name: "a".repeat(201) }],
  ["input: Input should be a valid dictionary", { input: ["a"] }],
  ["caller: Input should be an object", { caller: "direct" }],
  ["index: Extra inputs are not permitted", { index: 0 }],
])("a call is refused: %s", (expected, changes) => {
  const body = conversation(hi, assistant({ ...call("a"), ...changes }), user(result("a")));
  expect(verdict(body)).toBe(`400 messages.1.content.0.tool_use.${expected}`);
});

const answering = (changes: JsonObject): JsonObject =>
  conversation(hi, assistant(call("a")), user({ ...result("a"), ...changes }));

test.each<[string, Json]>([
  ["that was never made a text", { rain: true }],
  ["that is a number", 9],
  ["that is a flag", true],
])("a result %s is refused", (_what, content) => {
  expect(verdict(answering({ content }))).toBe(
    "400 messages.2.content.0.tool_result.content: Input should be a valid array",
  );
});

test.each<[string, JsonObject]>([
  ["content.0: Input should be an object", { content: ["ok"] }],
  [
    "content.0: Input tag 'json' found using 'type' does not match any of the expected tags: 'text', 'image', 'document', 'search_result', 'tool_reference', 'browser_state'",
    { content: [{ type: "json" }] },
  ],
  ["is_error: Input should be a valid boolean", { is_error: "no" }],
  ["name: Extra inputs are not permitted", { name: "read" }],
])("a result is refused: %s", (expected, changes) => {
  expect(verdict(answering(changes))).toBe(`400 messages.2.content.0.tool_result.${expected}`);
});

test.each<[string, JsonObject]>([
  ["without content", { content: null }],
  ["of no blocks", { content: [] }],
  ["that failed", { is_error: true, content: [text("no such file")] }],
])("a result %s is taken", (_what, changes) => {
  expect(verdict(answering(changes))).toBe("ok");
});

test("with a beta a block may have members that nobody here knows, but none of another type", () => {
  const beta = { "anthropic-beta": "context-management-2025-06-27" };
  expect(verdict(conversation(user(text("a", { clear: true }))), "messages", beta)).toBe("ok");
  expect(verdict(answering({ content: 9 }), "messages", beta)).toStartWith("400 ");
});
