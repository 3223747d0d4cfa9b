import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { base, tool, verdict } from "./verdict.ts";

const enabled = { type: "enabled", budget_tokens: 1_024 };

test.each<[string, JsonObject]>([
  ["thinking: Input should be an object", { thinking: null }],
  ["thinking.type: Field required", { thinking: {} }],
  [
    "thinking: Input tag 'hard' found using 'type' does not match any of the expected tags: 'adaptive', 'between_tools', 'disabled', 'enabled'",
    { thinking: { type: "hard" } },
  ],
  ["thinking.enabled.budget_tokens: Field required", { thinking: { type: "enabled" } }],
  [
    "thinking.enabled.budget_tokens: Input should be a valid integer",
    { thinking: { type: "enabled", budget_tokens: "9" } },
  ],
  [
    "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
    { thinking: { type: "enabled", budget_tokens: 1_023 } },
  ],
  [
    "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size",
    { max_tokens: 1_024, thinking: enabled },
  ],
  ...[enabled, { type: "adaptive" }].map((thinking): [string, JsonObject] => [
    "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. Please consult our documentation at https://platform.claude.com/docs/en/build-with-claude/extended-thinking",
    { max_tokens: 2_000, temperature: 0, thinking },
  ]),
])("%s", (expected, changes) => {
  expect(verdict({ ...base, ...changes })).toBe(`400 ${expected}`);
});

test("any temperature goes with no thinking, and 1 with all", () => {
  const disabled = { ...base, temperature: 0, thinking: { type: "disabled" } };
  expect(verdict(disabled)).toBe("ok");
  expect(verdict({ ...base, max_tokens: 2_000, temperature: 1, thinking: enabled })).toBe("ok");
});

describe("a budget beyond `max_tokens`", () => {
  const body = { ...base, max_tokens: 1_024, thinking: { type: "enabled", budget_tokens: 9_000 } };
  const tools = [tool("read")];
  const asked = (changes: JsonObject, betas: string) =>
    verdict({ ...body, ...changes }, "messages", { "anthropic-beta": betas });
  const tooMuch = expect.stringContaining("`max_tokens` must be greater than");

  test("is for a whole turn where thinking goes on between calls of tools", () => {
    expect(asked({ tools }, "interleaved-thinking-2025-05-14")).toBe("ok");
    expect(asked({ tools }, "files-api-2025-04-14, interleaved-thinking-2025-05-14")).toBe("ok");
  });

  test("is refused without tools, and with another beta", () => {
    expect(asked({}, "interleaved-thinking-2025-05-14")).toEqual(tooMuch);
    expect(asked({ tools: [] }, "interleaved-thinking-2025-05-14")).toEqual(tooMuch);
    expect(asked({ tools }, "files-api-2025-04-14")).toEqual(tooMuch);
  });
});
