import { describe, expect, test } from "bun:test";
import { knownModels } from "../../../src/config/prices.ts";
import { limitsOf } from "../../../src/mock-provider/anthropic/model-limits.ts";
import { base, verdict, without } from "./verdict.ts";

/** A prompt of about so many tokens, by the mock's count. */
const prompt = (model: string, tokens: number, maxTokens = 1) => ({
  ...base,
  model,
  max_tokens: maxTokens,
  messages: [{ role: "user", content: "abcd".repeat(tokens) }],
});
const tooLong = /^400 prompt is too long: (\d+) tokens > (\d+) maximum$/;

describe("a prompt", () => {
  test.each([
    ["claude-haiku-4-5", 200_000],
    ["claude-opus-4-5-20251101", 200_000],
    ["claude-opus-5-5", 1_000_000],
  ])("of %s has at most %d tokens", (model, maximum) => {
    expect(verdict(prompt(model, maximum - 100))).toBe("ok");
    const [, tokens, shown] = tooLong.exec(verdict(prompt(model, maximum + 1))) ?? [];
    expect(Number(tokens)).toBeGreaterThan(maximum);
    expect(shown).toBe(String(maximum));
  });

  test("that is too long cannot be counted either", () => {
    const body = without("max_tokens", prompt("claude-haiku-4-5", 200_001));
    expect(verdict(body, "count_tokens")).toMatch(tooLong);
  });

  test("of a model that nobody knows may have any length", () => {
    expect(verdict(prompt("claude-test", 1_100_000))).toBe("ok");
  });

  test("is weighed with max_tokens for models before Claude 4.5 only", () => {
    const sum =
      /^400 input length and `max_tokens` exceed context limit: (\d+) \+ 32000 > 200000, decrease input length or `max_tokens` and try again$/;
    const [, tokens] = sum.exec(verdict(prompt("claude-opus-4-1", 170_000, 32_000))) ?? [];
    expect(Number(tokens)).toBeGreaterThanOrEqual(170_000);
    expect(verdict(prompt("claude-opus-4-1", 167_000, 32_000))).toBe("ok");
    expect(verdict(prompt("claude-opus-4-5", 170_000, 32_000))).toBe("ok");
  });
});

test("a picture is no text, in a tool's result neither", () => {
  const data = "iVBORw0KGgo".repeat(80_000);
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data } };
  const content = [
    { type: "tool_result", tool_use_id: "toolu_1", content: [image] },
    image,
    { type: "text", text: "Which is it?" },
  ];
  const use = { type: "tool_use", id: "toolu_1", name: "look", input: {} };
  const messages = [
    { role: "user", content: "Look." },
    { role: "assistant", content: [use] },
    { role: "user", content },
  ];
  expect(verdict({ ...base, model: "claude-haiku-4-5", messages })).toBe("ok");
});

describe("an answer", () => {
  test.each([
    ["claude-sonnet-4-5", 64_000],
    ["claude-sonnet-4-6", 128_000],
    ["claude-opus-5-5", 128_000],
    ["claude-opus-4-1-20250805", 32_000],
  ])("of %s has at most %d tokens", (model, maximum) => {
    expect(verdict({ ...base, model, max_tokens: maximum })).toBe("ok");
    expect(verdict({ ...base, model, max_tokens: maximum + 1 })).toBe(
      `400 max_tokens: ${maximum + 1} > ${maximum}, which is the maximum allowed number of output tokens for ${model}`,
    );
  });
});

test.each([...knownModels])(
  "%s has limits, and its window is the one of its price",
  (name, known) => {
    expect(limitsOf(name)?.windowTokens ?? null).toBe(known.contextTokens);
  },
);
