import { expect, test } from "bun:test";
import { isNoticeKind, isSignOfLife } from "../../../src/providers/failures/sign-of-life.ts";

test.each([
  "",
  "ping",
  ": OPENROUTER PROCESSING",
  "OPENROUTER PROCESSING",
  "[PROCESSING]",
  "Processing...",
  "Queued (3)",
  "in queue",
  "Please wait…",
  "Loading model: 40%",
  "keep-alive",
  "None",
  "ok",
  "40%",
  ".",
])("%j says that a server is alive", (text) => {
  expect(isSignOfLife(text)).toBe(true);
});

test.each([
  "The server is overloaded.",
  "Loading model failed.",
  "Error processing the request",
  "Too many requests are waiting",
  "余额不足",
  '{"choices":',
  "[DONE]",
  "No",
])("%j says more", (text) => {
  expect(isSignOfLife(text)).toBe(false);
});

test("an event of an error is no notice", () => {
  expect(["status", "queue_update", "progress"].every(isNoticeKind)).toBe(true);
  expect(
    ["error", "message", "response.failed", "serviceUnavailableException"].some(isNoticeKind),
  ).toBe(false);
});
