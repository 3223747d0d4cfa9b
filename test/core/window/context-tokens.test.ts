import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { estimateTokenCount } from "tokenx";
import { measure, rawTokensOf, tokensMaxOf } from "../../../src/core/window/context-tokens.ts";
import { type Block, userText } from "../../../src/core/message.ts";

describe("a text's tokens", () => {
  test("are counted whole where it is short", () => {
    const text = "The quick brown fox jumps over the lazy dog.";
    expect(rawTokensOf(text)).toBe(estimateTokenCount(text));
    expect(rawTokensOf("")).toBe(0);
  });

  test("are told by a sample where it is long, and come near the whole count", async () => {
    const source = await Bun.file(new URL("../../../src/core/event.ts", import.meta.url)).text();
    const text = source.repeat(5);
    const whole = estimateTokenCount(text);
    expect(Math.abs(rawTokensOf(text) / whole - 1)).toBeLessThan(0.15);
  });

  test("are never more than a message can take by its characters", () => {
    fc.assert(
      fc.property(fc.array(drawBlock, { maxLength: 4 }), (content) => {
        const message = { role: "user", content } as const;
        expect(measure(message).whole).toBeLessThanOrEqual(tokensMaxOf(message));
      }),
      { numRuns: 300, seed: 20300101 },
    );
  });
});

const drawText = fc.string({ unit: "binary", maxLength: 2_000 });
const drawBlock = fc.oneof(
  drawText.map((text): Block => ({ type: "text", text })),
  drawText.map((text): Block => ({ type: "tool-result", callId: "c", text, isError: false })),
  drawText.map((text): Block => ({ type: "thinking", text, signature: text })),
  drawText.map((text): Block => ({ type: "tool-use", callId: "c", tool: "bash", input: { text } })),
);

describe("a message's tokens", () => {
  const result = (text: string) =>
    measure({
      role: "user",
      content: [{ type: "tool-result", callId: "c", text, isError: false }],
    });

  test("tell what is left once long tool output is dropped", () => {
    const { whole, slim } = result("line of output\n".repeat(100));
    expect(slim).toBeGreaterThan(0);
    expect(slim).toBeLessThan(whole / 4);
  });

  test("know of nothing to drop where there is only short output, or none", () => {
    expect(result("ok").slim).toBeNull();
    expect(measure(userText("word ".repeat(1_000))).slim).toBeNull();
  });
});
