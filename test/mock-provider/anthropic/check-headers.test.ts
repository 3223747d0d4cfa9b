import { expect, test } from "bun:test";
import { checkHeaders } from "../../../src/mock-provider/anthropic/check-headers.ts";

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
  const error = checkHeaders(new Headers(headers));
  expect(error === null ? "ok" : `${error.status} ${error.message}`).toBe(expected);
});
