import { expect, test } from "bun:test";
import { mendedBaseUrl, serverConfigOf } from "../../src/config/server-address.ts";

test.each<["openai" | "anthropic", string, string]>([
  ["openai", "http://h/v1", "http://h/v1"],
  ["openai", "http://h/v1/", "http://h/v1"],
  ["openai", "http://h/v1/chat/completions", "http://h/v1"],
  ["openai", "http://h/v1/responses", "http://h/v1"],
  ["openai", "http://h/v1?api-version=1", "http://h/v1?api-version=1"],
  ["openai", "http://h/", "http://h"],
  ["anthropic", "https://h/v1/messages", "https://h"],
  ["anthropic", "https://h/anthropic/v1", "https://h/anthropic"],
  ["anthropic", "https://h/anthropic", "https://h/anthropic"],
  ["openai", "nowhere", "nowhere"],
])("a base URL of %s, %s, is mended to %s", (provider, written, mended) => {
  expect(mendedBaseUrl(provider, written)).toBe(mended);
});

test("a server is found in the configuration however its address is written", () => {
  const server = { structuredOutput: "prompt" } as const;
  const config = { servers: { "http://h/v1/": server } };
  expect(serverConfigOf(config, "http://h/v1")).toBe(server);
  expect(serverConfigOf(config, "http://h/v1/chat/completions")).toBe(server);
  expect(serverConfigOf(config, "http://other/v1")).toEqual({});
});
