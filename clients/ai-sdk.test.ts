import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type AnthropicProvider, createAnthropic } from "@ai-sdk/anthropic";
import { generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(60_000);

let served: Served;
let anthropic: AnthropicProvider;
beforeAll(async () => {
  served = await serve("ai-sdk");
  anthropic = createAnthropic({ apiKey: "any", baseURL: `${served.origin}/v1` });
});
afterAll(async () => expect(await served.stop()).toEqual(playedOut));

const model = () => anthropic("claude-opus-5");

test("text", async () => {
  const { text, finishReason, usage } = await generateText({ model: model(), prompt: "Hello?" });
  expect(text).toBe("Plain text.");
  expect(finishReason).toBe("stop");
  expect(usage.inputTokens).toBeGreaterThan(0);
});

test("a stream", async () => {
  const { textStream } = streamText({ model: model(), prompt: "Stream!" });
  const parts = await Array.fromAsync(textStream);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.join("")).toBe("Words that come one by one.");
});

test("a loop of tool calls", async () => {
  const cities: string[] = [];
  const weather = tool({
    description: "The weather in a city.",
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      cities.push(city);
      return "rain";
    },
  });
  const { text, steps } = await generateText({
    model: model(),
    prompt: "What is the weather?",
    tools: { weather },
    stopWhen: stepCountIs(5),
  });
  expect(cities).toEqual(["Oslo", "Bergen"]);
  expect(steps).toHaveLength(3);
  expect(text).toBe("It rains in both.");
});

test("thinking", async () => {
  const { reasoningText, text } = await generateText({
    model: model(),
    prompt: "What is two and two?",
    providerOptions: { anthropic: { thinking: { type: "enabled", budgetTokens: 2_000 } } },
  });
  expect(reasoningText).toBe("Two and two …");
  expect(text).toBe("Four.");
});

test("what was written to the prompt cache, and read from it", async () => {
  const ask = () =>
    generateText({
      model: model(),
      messages: [
        {
          role: "user",
          content: [
            {
              type: "text",
              text: "rules ".repeat(2_000),
              providerOptions: { anthropic: { cacheControl: { type: "ephemeral" } } },
            },
            { type: "text", text: "What do they say?" },
          ],
        },
      ],
    });
  const { inputTokenDetails: first } = (await ask()).usage;
  const { inputTokenDetails: second } = (await ask()).usage;
  expect(first.cacheWriteTokens).toBeGreaterThan(1_024);
  expect(second.cacheReadTokens).toBe(first.cacheWriteTokens);
});

test("its own retry after 429, and after 529", async () => {
  const ask = async (prompt: string) => (await generateText({ model: model(), prompt })).text;
  expect(await ask("limited")).toBe("After a limit.");
  expect(await ask("overloaded")).toBe("After an overload.");
});
