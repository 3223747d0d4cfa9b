import type { JsonObject } from "../../../src/core/json.ts";
import { readBody } from "../../../src/mock-provider/anthropic/request-body.ts";

/** Requests, part by part, and what the mock of the Messages API answers to them. */
export const hi: JsonObject = { role: "user", content: "hi" };
export const base: JsonObject = { model: "claude-test", max_tokens: 100, messages: [hi] };
export const ephemeral = { type: "ephemeral" };
export const hour = { type: "ephemeral", ttl: "1h" };

export const text = (words: string, more: JsonObject = {}): JsonObject => ({
  type: "text",
  text: words,
  ...more,
});
export const call = (id: string): JsonObject => ({ type: "tool_use", id, name: "read", input: {} });
export const result = (id: string): JsonObject => ({
  type: "tool_result",
  tool_use_id: id,
  content: "ok",
});
export const user = (...content: readonly JsonObject[]): JsonObject => ({ role: "user", content });
export const assistant = (...content: readonly JsonObject[]): JsonObject => ({
  role: "assistant",
  content,
});
export const system = (content: string | readonly JsonObject[]): JsonObject => ({
  role: "system",
  content,
});
export const tool = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  input_schema: { type: "object" },
  ...more,
});
export const conversation = (...messages: readonly JsonObject[]): JsonObject => ({
  ...base,
  messages,
});

/** A body without one of its members. */
export function without(member: string, body: JsonObject = base): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== member));
}

/** What the API answers, as `400 message`; `ok` where it would say something. */
export function verdict(
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
